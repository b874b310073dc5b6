// One deployment on one page: what it put where, its stages, its metrics, and the deeds that a person may do with it.
import { Link, useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable, Digest } from '../../parts/copyable.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Time } from '../../parts/time.tsx';
import { EnvironmentName, useEnvironments } from '../environments/named/environment-names.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { DeploymentDeeds } from './deployment-deeds.tsx';
import { Execution } from './execution.tsx';
import { Metrics } from './metrics.tsx';
import { type Deployment, ORIGIN_WORDS } from './seen.ts';
import { Stages } from './stages.tsx';
import { Tasks } from './tasks/tasks.tsx';

interface OfDeployment {
  readonly deployment: Deployment;
}

/** The link to a release by its id, with its key. */
function ReleaseLink({ id }: { readonly id: string }) {
  const { slug } = useTenant();
  const { data } = useRead('GET /releases/{release}', { params: { release: id } });
  return <Link to={`/${slug}/releases/${id}`}>{data?.body.releaseKey ?? id}</Link>;
}

function Place({ deployment: { environmentId } }: OfDeployment) {
  const environments = useEnvironments([environmentId]);
  return <EnvironmentName id={environmentId} environments={environments ?? new Map()} />;
}

function Rollbacks({ deployment: { rollbackOf, rolledBackBy } }: OfDeployment) {
  const { slug } = useTenant();
  return (
    <>
      {rollbackOf !== null && (
        <p className="notice">
          It takes back <Link to={`/${slug}/deployments/${rollbackOf}`}>another deployment</Link>.
        </p>
      )}
      {rolledBackBy !== null && (
        <p className="notice warning">
          <Link to={`/${slug}/deployments/${rolledBackBy}`}>A later deployment</Link> took it back.
        </p>
      )}
    </>
  );
}

function About({ deployment }: OfDeployment) {
  const { slug } = useTenant();
  const { service, releaseId, source, sha, digest, strategy, url, logUrl, startedAt, finishedAt } = deployment;
  const rows: readonly Fact[] = [
    [
      'Service',
      <Link key="service" to={`/${slug}/services/${service}`}>
        {service}
      </Link>,
    ],
    ['Environment', <Place key="environment" deployment={deployment} />],
    ['Release', releaseId && <ReleaseLink key="release" id={releaseId} />],
    ['Version', deployment.version],
    ['Commit', sha && <Copyable key="sha" text={sha} shown={sha.slice(0, 10)} />],
    ['Digest', digest && <Digest key="digest" text={digest} />],
    ['Strategy', strategy && wordsOf(strategy)],
    ['By', deployment.by?.name],
    [
      'Driven by',
      source
        ? `${ORIGIN_WORDS[deployment.origin]}, ${source.provider === 'api' ? 'which calls the API' : source.provider}`
        : ORIGIN_WORDS[deployment.origin],
    ],
    ['Repository', source?.repository],
    ['Id in that system', source && <Copyable key="source" text={source.externalId} />],
    ['Requested', <Time key="requested" at={deployment.requestedAt} />],
    ['Began', startedAt && <Time key="began" at={startedAt} />],
    ['Ended', finishedAt && <Time key="ended" at={finishedAt} />],
    [
      'Page',
      url && (
        <ExternalLink key="url" url={url}>
          The deployment at its system
        </ExternalLink>
      ),
    ],
    [
      'Log',
      logUrl && (
        <ExternalLink key="log" url={logUrl}>
          Log
        </ExternalLink>
      ),
    ],
    ['Id', <Copyable key="id" text={deployment.id} />],
  ];
  return (
    <Section title="About">
      <Facts rows={rows} />
    </Section>
  );
}

export function DeploymentScreen() {
  const { deployment: id = '' } = useParams();
  const read = useRead('GET /deployments/{deployment}', { params: { deployment: id } });
  const { service, version } = read.data?.body ?? {};
  return (
    <Page title={service === undefined ? 'Deployment' : `${service} ${version}`}>
      <Shown what="the deployment" read={read}>
        {(deployment) => (
          <>
            <p>
              <Status status={deployment.status} /> in <Place deployment={deployment} />
            </p>
            {deployment.reason !== null && <p className="prose">{deployment.reason}</p>}
            <Rollbacks deployment={deployment} />
            <Execution deployment={deployment} />
            <DeploymentDeeds deployment={deployment} />
            <Stages deployment={deployment} />
            {deployment.origin === 'WINDLASS' && <Tasks deployment={deployment} />}
            <About deployment={deployment} />
            <Metrics deployment={deployment} />
            <EvidenceOf subjectId={deployment.id} />
          </>
        )}
      </Shown>
    </Page>
  );
}
