// The stores and environments of a release: what each has, how far it is rolled out, and what a person may do about it.
import { Link } from 'react-router';
import { useTenant } from '../../app/tenant.tsx';
import { ExternalLink } from '../../parts/external-link.tsx';
import { Section } from '../../parts/page.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { OfRelease, Release, Target } from './seen.ts';
import { RolloutDeeds, StoreDeeds } from './target-deeds.tsx';

const FACTS = [
  ['Rejected', 'rejectionReason'],
  ['Failed', 'failureReason'],
  ['The store refused', 'storeError'],
  ['The rollout was refused', 'rolloutError'],
  ['Left to do in the store', 'leftToDo'],
] as const satisfies readonly (readonly [string, keyof Target])[];

function Rollout({ target }: { readonly target: Target }) {
  const { rolloutPercentage, rolloutState, rolloutWanted, initialPercentage, targetStatus } = target;
  if (rolloutState === undefined) {
    if (initialPercentage === undefined || targetStatus === 'RELEASED') return null;
    return <p className="small">Begins with {initialPercentage} % of the users.</p>;
  }
  const shown = rolloutPercentage ?? (rolloutState === 'COMPLETED' ? 100 : 0);
  return (
    <p>
      <label>
        Rolled out to {shown} % of the users: {wordsOf(rolloutState)} <progress max={100} value={shown} />
      </label>
      {rolloutWanted && (
        <span className="small">
          {' '}
          asked to {wordsOf(rolloutWanted.action).toLowerCase()} {rolloutWanted.percentage}{' '}
          <Time at={rolloutWanted.requestedAt} />
        </span>
      )}
    </p>
  );
}

/** The promotion of a target that is an environment. */
function Promotion({ environmentId, submissionId }: Pick<Target, 'environmentId' | 'submissionId'>) {
  const { slug } = useTenant();
  if (environmentId === undefined || submissionId === undefined) return null;
  return <Link to={`/${slug}/promotions/${submissionId}`}>Its promotion</Link>;
}

function Store({ target, release }: { readonly target: Target; readonly release: Release }) {
  const name = target.integration?.name ?? target.targetIntegrationId;
  const { inTheWay, replacedBy } = target;
  return (
    <li>
      <div>
        <strong>{name}</strong> <Status status={target.targetStatus} />{' '}
        {target.buildNumber !== undefined && <span>build {target.buildNumber}</span>}{' '}
        {target.storeState && target.environmentId === undefined && (
          <span className="small">the store says {target.storeState}</span>
        )}
        <Promotion {...target} />
        <Rollout target={target} />
        {FACTS.filter(([, field]) => target[field] !== undefined).map(([label, field]) => (
          <p key={field} className="bad">
            {label}: {String(target[field])}
          </p>
        ))}
        {inTheWay && (
          <p className="bad">
            {inTheWay.releaseKey ?? inTheWay.version} is in the way ({inTheWay.state}).
          </p>
        )}
        {replacedBy && <p>Replaced by {replacedBy.releaseKey}.</p>}
        {target.releaseAt && (
          <p className="small">
            Goes out <Time at={target.releaseAt} />
          </p>
        )}
      </div>
      <div className="buttons">
        <StoreDeeds target={target} release={release} name={name} />
        <RolloutDeeds target={target} release={release} name={name} />
      </div>
    </li>
  );
}

export const Targets = ({ release }: OfRelease) => (
  <Section
    title="Targets"
    aside={release.releaseUrl && <ExternalLink url={release.releaseUrl}>Published</ExternalLink>}
  >
    <ul className="rows">
      {release.targets.map((target) => (
        <Store key={target.targetIntegrationId} target={target} release={release} />
      ))}
    </ul>
  </Section>
);
