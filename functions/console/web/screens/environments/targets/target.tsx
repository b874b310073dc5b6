// One target: its health, what runs there, how agents reach it, and the deeds that a person may do with it.
import { Link, useNavigate, useParams } from 'react-router';
import type { Output } from '../../../../../client.ts';
import { useChange, useRead } from '../../../app/data.ts';
import { changedOf } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Copyable } from '../../../parts/copyable.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Loading } from '../../../parts/loading.tsx';
import { Page, Section } from '../../../parts/page.tsx';
import { Shown } from '../../../parts/shown.tsx';
import { wordsOf } from '../../../parts/status.tsx';
import { type Fact, Facts } from '../../../parts/tabular/facts.tsx';
import { Time } from '../../../parts/time.tsx';
import { LabelWords } from '../label-fields.tsx';
import { EnvironmentName, useEnvironments } from '../named/environment-names.tsx';
import { changedTarget, TargetFields } from './target-fields.tsx';
import { CHECKED_EVERY_MS, Health, Running } from './target-state.tsx';

interface OfTarget {
  readonly target: Output<'GET /targets/{targetId}'>;
}

function TargetDeeds({ target }: OfTarget) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const { actions, name, isActive, environmentId } = target;
  const params = { targetId: target.id };
  const update = actionOf(actions, 'updateEnvironmentTarget');
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={update}
        question={<>Change the target {name}?</>}
        fields={(error) => <TargetFields error={error} target={target} />}
        run={(form, seen) =>
          change('PATCH /targets/{targetId}', {
            params,
            // Null deletes what the person never saw.
            body: changedOf(changedTarget(form, target), { ...target, credentials: 'sealed' }),
            seen,
          })
        }
      />
      <Deed
        label={isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={isActive ? <>Make no further deployments to {name}?</> : <>Deploy to {name} again?</>}
        run={(_, seen) => change('PATCH /targets/{targetId}', { params, body: { isActive: !isActive }, seen })}
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteEnvironmentTarget')}
        question={<>Delete the target {name} with its credentials? Nothing on it is changed.</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /targets/{targetId}', { params, seen });
          void navigate(`/${slug}/environments/${environmentId}`);
        }}
      />
    </div>
  );
}

function Places({ target: { environmentId, componentId } }: OfTarget) {
  const { slug } = useTenant();
  const environments = useEnvironments([environmentId]);
  const { data, error } = useRead('GET /components/{component}', { params: { component: componentId } });
  if (!environments || !(data || error)) return <Loading what="its place" />;
  return (
    <p>
      Runs{' '}
      <Link to={`/${slug}/components/${componentId}`}>
        {data ? (data.body.displayName ?? data.body.name) : componentId}
      </Link>{' '}
      in <EnvironmentName id={environmentId} environments={environments} />.
    </p>
  );
}

function About({ target }: OfTarget) {
  const { slug } = useTenant();
  const { currentReleaseId, credentialsSetAt, labels, connection } = target;
  const rows: readonly Fact[] = [
    ['Health', <Health key="health" target={target} />],
    ['Runs', <Running key="runs" target={target} />],
    [
      'Release there',
      currentReleaseId && (
        <Link key="release" to={`/${slug}/releases/${currentReleaseId}`}>
          The release that was deployed
        </Link>
      ),
    ],
    ['Type', wordsOf(target.type)],
    ['Agents need', target.capability],
    [
      'Credentials',
      credentialsSetAt === null ? (
        'none'
      ) : (
        <span key="credentials">
          set <Time at={credentialsSetAt} />
        </span>
      ),
    ],
    ['Labels', Object.keys(labels).length === 0 ? undefined : <LabelWords key="labels" labels={labels} />],
    ['Created', <Time key="created" at={target.createdAt} />],
    ['Changed', <Time key="changed" at={target.updatedAt} />],
    ['Id', <Copyable key="id" text={target.id} />],
  ];
  return (
    <Section title="About">
      <Facts rows={rows} />
      {Object.keys(connection).length > 0 && (
        <details>
          <summary>Connection as JSON</summary>
          <pre className="code">{JSON.stringify(connection, null, 2)}</pre>
        </details>
      )}
    </Section>
  );
}

export function TargetScreen() {
  const { target: id = '' } = useParams();
  const read = useRead('GET /targets/{targetId}', { params: { targetId: id } }, { every: CHECKED_EVERY_MS });
  return (
    <Page title={read.data?.body.name ?? 'Target'}>
      <Shown what="the target" read={read}>
        {(target) => (
          <>
            <Places target={target} />
            <TargetDeeds target={target} />
            <About target={target} />
          </>
        )}
      </Shown>
    </Page>
  );
}
