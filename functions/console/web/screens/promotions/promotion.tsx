// One promotion on one page: where it is and why, its gates in words, the people's part, and the deeds that a person may do with it.
import { Link, useParams } from 'react-router';
import { useRead } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable, Digest } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Shown } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { type Fact, Facts } from '../../parts/tabular/facts.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { Explain } from './explain.tsx';
import { Gates } from './gates.tsx';
import { Approvals, Override } from './opinions.tsx';
import { PromotionDeeds } from './promotion-deeds.tsx';
import { RolloutFacts } from './rollout.tsx';
import { type Promotion, STATUS_WORDS } from './seen.ts';

interface OfPromotion {
  readonly promotion: Promotion;
}

/** Times alone may open a gate. */
const EVERY_MS = 30_000;

function Standing({ promotion }: OfPromotion) {
  const { slug } = useTenant();
  const { status, statusReason, supersededBy, deploymentId } = promotion;
  return (
    <div className="notice">
      <p>
        <Status status={status} /> {STATUS_WORDS[status]} {statusReason}
      </p>
      {supersededBy !== null && (
        <p>
          Go on with <Link to={`/${slug}/promotions/${supersededBy}`}>the newer promotion</Link>.
        </p>
      )}
      {deploymentId !== null && (
        <p>
          Follow <Link to={`/${slug}/deployments/${deploymentId}`}>its deployment</Link>.
        </p>
      )}
    </div>
  );
}

function Components({ promotion: { components } }: OfPromotion) {
  const { slug } = useTenant();
  return (
    <Table columns={['Component', 'Digest']}>
      {components.map(({ componentId, name, digest }) => (
        <tr key={componentId}>
          <th scope="row">
            <Link to={`/${slug}/components/${componentId}`}>{name}</Link>
          </th>
          <td>
            <Digest text={digest} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function About({ promotion }: OfPromotion) {
  const { slug } = useTenant();
  const { releaseKey, environmentId, environmentName, service, reason, decidedAt, finishedAt } = promotion;
  const rows: readonly Fact[] = [
    [
      'Release',
      <Link key="release" to={`/${slug}/releases/${releaseKey}`}>
        {releaseKey}
      </Link>,
    ],
    [
      'Environment',
      <Link key="environment" to={`/${slug}/environments/${environmentId}`}>
        {environmentName}
      </Link>,
    ],
    [
      'Service',
      <Link key="service" to={`/${slug}/services/${service}`}>
        {service}
      </Link>,
    ],
    ['Requested by', promotion.requestedBy.name],
    ['Requested', <Time key="requested" at={promotion.requestedAt} />],
    ['Decided', decidedAt && <Time key="decided" at={decidedAt} />],
    ['Ended', finishedAt && <Time key="ended" at={finishedAt} />],
    ['Version of the approval policy', promotion.policyVersion],
    ['Id', <Copyable key="id" text={promotion.id} />],
  ];
  return (
    <Section title="About">
      {reason !== null && <p className="prose">{reason}</p>}
      <Facts rows={rows} />
      <h3>Rollout</h3>
      <RolloutFacts rollout={promotion.rollout} />
      <h3>Components</h3>
      <Components promotion={promotion} />
    </Section>
  );
}

const Whole = ({ promotion }: OfPromotion) => (
  <>
    <Standing promotion={promotion} />
    <PromotionDeeds promotion={promotion} />
    <Section title="Gates">
      {promotion.decision ? (
        <Gates decision={promotion.decision} />
      ) : (
        <Empty title="The gates were not looked at yet." />
      )}
    </Section>
    <Approvals promotion={promotion} />
    <Override promotion={promotion} />
    <About promotion={promotion} />
    {promotion.decision && <Explain promotion={promotion} />}
    <EvidenceOf subjectId={promotion.id} />
  </>
);

export function PromotionScreen() {
  const { promotion: id = '' } = useParams();
  const read = useRead('GET /promotions/{promotion}', { params: { promotion: id } }, { every: EVERY_MS });
  const { releaseKey, environmentName } = read.data?.body ?? {};
  return (
    <Page title={releaseKey === undefined ? 'Promotion' : `${releaseKey} to ${environmentName}`}>
      <Shown what="the promotion" read={read}>
        {(promotion) => <Whole promotion={promotion} />}
      </Shown>
    </Page>
  );
}
