// One environment: whether something may begin there now, its rules, its freeze calendar, its targets, and the deeds that a person may do with it.
import { Link, useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { lengthOf } from '../../parts/schedule/length.ts';
import { Shown } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { EnvironmentDeeds } from './environment-deeds.tsx';
import type { Environment } from './environment-fields.tsx';
import { Calendar } from './freezes/calendar.tsx';
import { Policies } from './policies.tsx';
import { StopNotice } from './stop-of-all.tsx';
import { Targets } from './targets/targets.tsx';

const MINUTE_MS = 60_000;

interface OfEnvironment {
  readonly environment: Environment;
}

function Promotions({ environment: { name, autoPromote } }: OfEnvironment) {
  const { slug } = useTenant();
  if (!autoPromote) return 'by people';
  return (
    <>
      automatic, when a release is verified in the environment before it;{' '}
      <Link to={`/${slug}/automatic-promotions?environment=${encodeURIComponent(name)}`}>holds after rollbacks</Link>
    </>
  );
}

function EnvironmentFacts({ environment }: OfEnvironment) {
  const { order, requiredApprovals, requireSod, soakMinutes, config } = environment;
  const rows: readonly Fact[] = [
    ['Name', <code key="name">{environment.name}</code>],
    ['Tier', wordsOf(environment.tier)],
    ['Place in the order of promotion', order ?? 'none: promotions do not reach it'],
    ['Approvals of a promotion', requiredApprovals],
    ['Separation of duties', requireSod ? 'people who requested or wrote a change do not approve it' : 'not required'],
    ['Soak', soakMinutes === 0 ? 'none' : `${lengthOf(soakMinutes * MINUTE_MS)} until a deployment is verified`],
    ['Promotions', <Promotions key="promotions" environment={environment} />],
    ['Created', <Time key="created" at={environment.createdAt} />],
    ['Changed', <Time key="changed" at={environment.updatedAt} />],
    ['Id', <Copyable key="id" text={environment.id} />],
  ];
  return (
    <Section title="About">
      {environment.description !== null && <p className="prose">{environment.description}</p>}
      <Facts rows={rows} />
      {Object.keys(config).length > 0 && (
        <details>
          <summary>Settings as JSON</summary>
          <pre className="code">{JSON.stringify(config, null, 2)}</pre>
        </details>
      )}
    </Section>
  );
}

export function EnvironmentScreen() {
  const { slug } = useTenant();
  const { environment: id = '' } = useParams();
  const read = useRead('GET /environments/{environment}', { params: { environment: id } });
  return (
    <Page title={read.data?.body.displayName ?? 'Environment'}>
      <Shown what="the environment" read={read}>
        {(environment) => (
          <>
            {environment.stop && <StopNotice stop={environment.stop} />}
            <EnvironmentDeeds environment={environment} />
            <p>
              <Link to={`/${slug}/live?environment=${encodeURIComponent(environment.name)}`}>What is live here</Link> ·{' '}
              <Link to={`/${slug}/environments/${environment.id}/compare`}>Compare with another environment</Link>
            </p>
            <Calendar environment={environment} />
            <Targets environment={environment} />
            <EnvironmentFacts environment={environment} />
            <Policies environment={environment} />
          </>
        )}
      </Shown>
    </Page>
  );
}
