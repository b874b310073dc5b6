// The requests of people about a target beside its rollout: submit it (again), withdraw it, release it, refresh its state.
// Pure. The actions that each store supports are in entities/integrations/types/store-rollout.model.ts.
import * as z from 'zod';
import type { Changes } from '../../_base/table/table.ts';
import type { TargetType } from '../../integrations/types/integration-types.ts';
import { rolloutRefusal } from '../../integrations/types/store-rollout.model.ts';
import { releaseErrors } from '../errors.ts';
import { assertIsIn, assertNotPaused } from '../lifecycle/lifecycle.model.ts';
import type { StoreAction } from '../lifecycle/status.model.ts';
import type { Move } from '../regression/regression.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { WholeRelease } from '../release.view.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';
import { isSubmissionHeld } from './submission-held.model.ts';
import { assertTargetMayGoTo, isOut, isWithStore } from './target.model.ts';

export const submitTargetBody = z.lazy(() =>
  z
    .strictObject({
      inTheWay: z
        .literal('WITHDRAW')
        .optional()
        .describe(
          'WITHDRAW withdraws the version in the way first; a version of ours is submitted again after a hotfix',
        ),
    })
    .optional(),
);
export type SubmitTargetBody = z.output<typeof submitTargetBody>;

type TargetChanges = Changes<ReleaseTargetItem>;

const AGAIN = {
  rejectionNeeds: undefined,
  rejectedBuildNumber: undefined,
  failureReason: undefined,
  withdrawnAt: undefined,
  withdrawnFor: undefined,
  storeError: undefined,
  leftToDo: undefined,
  rolloutState: undefined,
  rolloutPercentage: undefined,
  rolloutPausedDays: undefined,
  rolloutWanted: undefined,
  rolloutError: undefined,
} as const satisfies TargetChanges;

const onlyTarget = ({ targetIntegrationId: id }: ReleaseTargetItem, changes: TargetChanges): Move => ({
  release: {},
  targets: new Map([[id, changes]]),
  pipelines: new Map(),
});

/** Drops a requested build that is not needed: the previous build counts again, and reports about the dropped one do not. */
const asBefore = (pipeline: ReleasePipelineItem, triggerId: string): Changes<ReleasePipelineItem> => ({
  buildStatus: 'SUCCESS',
  triggered: true,
  triggerId,
  buildNumber: pipeline.lastBuildNumber,
  externalId: pipeline.lastExternalId,
});

/** The release goes back to BUILD_SUBMITTED if a rejection opened a cycle and the signed-off build is submitted again. */
function backToStores(whole: WholeRelease, target: ReleaseTargetItem, at: string, newTrigger: () => string): Move {
  const { release, targets, pipelines } = whole;
  const building = targets.filter(({ targetStatus }) => targetStatus === 'BUILDING' || targetStatus === 'PENDING');
  if (release.signedOffCycle === release.regressionCycle || building.some((one) => !one.rejectedBuildNumber)) {
    throw releaseErrors.nothing_to_submit({
      detail: `Cycle ${release.regressionCycle} has new builds for the stores; it is submitted after its sign-off.`,
      legal: [],
    });
  }
  const changesOf = (one: ReleaseTargetItem): TargetChanges =>
    one === target
      ? { ...AGAIN, targetStatus: 'BUILDING', buildNumber: one.rejectedBuildNumber, submitRequestedAt: at }
      : {
          targetStatus: 'REJECTED',
          rejectionNeeds: 'METADATA',
          buildNumber: one.rejectedBuildNumber,
          rejectedBuildNumber: undefined,
        };
  const unneeded = pipelines.filter(({ buildStatus }) => buildStatus !== 'SUCCESS');
  return {
    release: { status: 'BUILD_SUBMITTED', signedOffCycle: release.regressionCycle },
    targets: new Map(building.map((one) => [one.targetIntegrationId, changesOf(one)])),
    pipelines: new Map(unneeded.map((item) => [item.pipelineIntegrationId, asBefore(item, newTrigger())])),
  };
}

/**
 * Submits a target: one that waits for a person, the same build again after a rejection, withdrawal or failure, or one with another version
 * in the way. Throws `release.nothing_to_submit`, `release.target_illegal_transition`, `release.paused`, `release.illegal_transition`.
 */
export function submitTarget(
  whole: WholeRelease,
  target: ReleaseTargetItem,
  body: SubmitTargetBody,
  at: string,
  newTrigger: () => string,
): Move {
  const { release } = whole;
  assertIsIn(release, ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS'], 'Targets are submitted');
  assertNotPaused(release);
  const { targetStatus, inTheWay } = target;
  if (release.status === 'REGRESSION_IN_PROGRESS') {
    if (targetStatus === 'BUILDING' && target.rejectedBuildNumber) return backToStores(whole, target, at, newTrigger);
    assertIsIn(release, ['BUILD_SUBMITTED'], 'Targets are submitted');
  }
  switch (targetStatus) {
    case 'REJECTED':
    case 'WITHDRAWN':
    case 'FAILED':
      return onlyTarget(target, { ...AGAIN, targetStatus: 'BUILDING', submitRequestedAt: at });
    case 'PENDING':
    case 'BUILDING':
      break;
    case 'REPLACED':
      throw releaseErrors.target_illegal_transition({
        detail: `Another version replaced it in the store, which does not take it again; request another build by POST …/regression-cycles {"force":true}, or cancel the release.`,
        legal: ['BUILDING'],
      });
    default:
      assertTargetMayGoTo(targetStatus, 'SUBMITTED');
  }
  const isHeld = isSubmissionHeld(release) && target.submitRequestedAt === undefined;
  if (inTheWay && inTheWay.agreedAt === undefined) {
    const changed = body?.inTheWay === 'WITHDRAW' ? { ...inTheWay, agreedAt: at } : undefined;
    return onlyTarget(target, { inTheWay: changed, submitRequestedAt: at, storeError: undefined });
  }
  if (isHeld) return onlyTarget(target, { submitRequestedAt: at });
  throw releaseErrors.nothing_to_submit({
    detail: `This target is ${targetStatus}: the workflow is submitting it.`,
    legal: [],
  });
}

const DEPLOYING = 'Its promotion is being deployed: cancel the deployment by POST …/deployments/{id}/cancel';
const NOTHING_WITH_STORE = 'Its store has no version of this release under way';

function refusalOf(release: ReleaseItem, target: ReleaseTargetItem, type: TargetType, action: StoreAction) {
  const { targetStatus, rolloutState, releaseMode = 'AUTOMATIC' } = target;
  const isStaged = rolloutState === 'ROLLING_OUT' || rolloutState === 'PAUSED';
  switch (action) {
    case 'WITHDRAW':
      if (rolloutRefusal(type, 'WITHDRAW') !== undefined) return rolloutRefusal(type, 'WITHDRAW');
      if (type === 'SERVER' && target.storeState === 'DEPLOYING') return DEPLOYING;
      if (targetStatus === 'RELEASED' && !isStaged) return 'All users have this version; submit a new one instead';
      if (rolloutState === 'HALTED') return 'Its rollout is halted already';
      return isWithStore(target) || targetStatus === 'RELEASED' ? undefined : NOTHING_WITH_STORE;
    case 'RELEASE':
      if (rolloutRefusal(type, 'RELEASE') !== undefined) return rolloutRefusal(type, 'RELEASE');
      if (release.status === 'CANCELLED') return 'The release was cancelled';
      if (targetStatus !== 'APPROVED')
        return `The target is ${targetStatus}; a version is released once it is APPROVED`;
      return isOut(target) && releaseMode === 'AUTOMATIC' ? 'The store releases it to users already' : undefined;
    case 'REFRESH':
      if (type === 'WEB')
        return 'A deployment endpoint cannot be asked; it reports its state, or a person does by POST …/targets/{integration}/status';
      return targetStatus === 'PENDING' || targetStatus === 'BUILDING' ? NOTHING_WITH_STORE : undefined;
  }
}

const REFUSALS = {
  WITHDRAW: releaseErrors.withdraw_refused,
  RELEASE: releaseErrors.release_refused,
  REFRESH: releaseErrors.nothing_to_ask,
} as const;

/** Throws, with the reason, if the store cannot be asked for this action on the target now. */
export function assertMayAskStore(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  type: TargetType,
  action: StoreAction,
): void {
  assertIsIn(release, ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'RELEASED', 'CANCELLED'], 'Stores are asked');
  if (action === 'RELEASE') assertNotPaused(release);
  const refusal = refusalOf(release, target, type, action);
  if (refusal !== undefined) throw REFUSALS[action]({ detail: `${refusal}.`, legal: [] });
}

/** True if the store of a cancelled release is asked to withdraw this target. */
export const isToTakeBack = (release: ReleaseItem, target: ReleaseTargetItem, type: TargetType): boolean =>
  refusalOf(release, target, type, 'WITHDRAW') === undefined;

/** A sentence for people: the version that the store has of a release to cancel, and its end. */
export function leftInStore(
  target: ReleaseTargetItem,
  type: TargetType,
  name: string,
  keeps: boolean,
): string | undefined {
  const { targetStatus, rolloutState, rolloutPercentage = 0 } = target;
  if (!isWithStore(target) && targetStatus !== 'RELEASED') return undefined;
  const isStaged = rolloutState !== undefined && rolloutState !== 'COMPLETED';
  const users = `${rolloutPercentage} % of the users`;
  if (rolloutState === 'HALTED') return `${name} is halted: ${users} keep the version.`;
  if (targetStatus === 'RELEASED' && !isStaged) return `${name} has released the version to all users, and keeps it.`;
  if (type === 'WEB') return `${name} was told to deploy the version, which cannot be undone.`;
  if (type === 'SERVER') {
    return target.storeState === 'DEPLOYING'
      ? `${name} is getting the version: its deployment goes on, unless it is cancelled.`
      : `${name} gets the version no more: its promotion is cancelled.`;
  }
  if (keeps) {
    return isStaged
      ? `${name} goes on with its rollout, which is at ${rolloutPercentage} %.`
      : `${name} keeps the version (${targetStatus}) and may release it.`;
  }
  return isStaged
    ? `${name} is asked to stop its rollout: ${users} keep the version.`
    : `${name} is asked to withdraw the version, and has it until it answers.`;
}
