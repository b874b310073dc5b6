// Everything that waits for a person, in groups: questions to decide, releases that stand still, broken integrations, unsent messages.
import { Link } from 'react-router';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Decisions } from './decisions.tsx';
import { isClear } from './need.tsx';
import { Broken, Unsent } from './outside.tsx';
import { Paused, Rejected } from './stopped.tsx';

export function NeedsYou() {
  const { slug } = useTenant();
  const questions = useList('GET /approvals', { query: { mine: 'true' } });
  const paused = useList('GET /releases', { query: { isPaused: 'true' } });
  const rejected = useList('GET /releases', { query: { waitsFor: 'TARGETS,FAILED_BUILDS' } });
  const broken = useList('GET /integrations', { query: { active: 'true', verified: 'false' } });
  const unsent = useList('GET /notifications/failed', {});
  const all = [questions, paused, rejected, broken, unsent];
  return (
    <Page title="Needs you">
      {all.some(({ isPending }) => isPending) && <Loading what="what needs you" />}
      {all.every(isClear) && (
        <Empty
          title={
            <>
              <Icon name="good" /> All clear
            </>
          }
        >
          <p>
            Nothing waits for you. See the <Link to={`/${slug}/releases`}>releases</Link> or the{' '}
            <Link to={`/${slug}/approvals`}>approvals</Link>, also those of others.
          </p>
        </Empty>
      )}
      <Decisions list={questions} />
      <Paused list={paused} />
      <Rejected list={rejected} />
      <Broken list={broken} />
      <Unsent list={unsent} />
    </Page>
  );
}
