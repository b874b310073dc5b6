// BUILD_SUBMITTED to RELEASED: every target is released, or some are and another version replaced the others.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseReleased } from '../../../entities/releases/events.ts';
import { complete } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { outcomeOf } from '../../../entities/releases/targets/target.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { atStep } from './step.ts';

const HAS_USERS: readonly string[] = ['RELEASED', 'APPROVED'];

/** The targets that have the version, with the percentage of the users unless all have it. */
const sharesOf = (targets: WholeRelease['targets']) =>
  targets
    .filter((one) => HAS_USERS.includes(one.targetStatus) && (one.targetStatus === 'RELEASED' || one.rolloutState))
    .map((one) => ({
      targetIntegrationId: one.targetIntegrationId,
      ...(one.rolloutState === undefined || one.rolloutState === 'COMPLETED' || one.rolloutPercentage === undefined
        ? {}
        : { percentage: one.rolloutPercentage }),
    }));

export const completeRelease = atStep('COMPLETE', ({ release, targets }, caller, deps) => {
  const releaseDate = isoOf(caller.at);
  const isOnAll = targets.every(({ targetStatus }) => targetStatus === 'RELEASED');
  const outcome = isOnAll ? undefined : outcomeOf(targets);
  const facts = { ...factsOf(release), releaseDate, tag: release.tag ?? '', outcome, targets: sharesOf(targets) };
  return {
    writes: [
      deps.releases.update(release, releaseDate, { ...complete(release, releaseDate), outcome }),
      ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.end(release)] : []),
    ],
    events: [ReleaseReleased.create(caller, release.releaseId, facts)],
    audit: auditOf(release, 'release.released', { releaseDate }),
  };
});
