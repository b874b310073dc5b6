// Events of releases. Each names its release; they carry ids, never documents.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { rolloutSchema } from '../deployments/rollout.model.ts';
import { CYCLE_REASONS, OUTCOMES, RELEASE_TYPES, ROLLOUT_STATES, STORE_ACTIONS } from './lifecycle/status.model.ts';

const release = { releaseId: z.string(), releaseKey: z.string(), version: z.string() };
const build = {
  ...release,
  pipelineIntegrationId: z.string(),
  buildNumber: z.string().optional(),
  buildUrl: z.string().optional(),
  /** The commit of the build, if known. */
  commitSha: z.string().optional(),
};
const target = { ...release, targetIntegrationId: z.string(), buildNumber: z.string().optional() };

const share = z.object({ targetIntegrationId: z.string(), percentage: z.number().optional() });

const event = domainEvents('releases');

export const ReleaseCreated = event('ReleaseCreated', () => ({
  ...release,
  scmIntegrationId: z.string(),
  targetIntegrationIds: z.array(z.string()),
  pipelineIntegrationIds: z.array(z.string()),
  communicationIntegrationId: z.string().optional(),
  ticketIntegrationId: z.string().optional(),
  targetReleaseDate: z.string().optional(),
}));
/** A hotfix that will replace other releases at its stores; a sentence per release. */
export const ReleaseWarned = event('ReleaseWarned', () => ({ ...release, warnings: z.array(z.string()) }));
/** `changed` names the fields; the event has the new values of those that consumers follow. */
export const ReleaseUpdated = event('ReleaseUpdated', () => ({
  ...release,
  revision: z.number().int(),
  changed: z.array(z.string()),
  communicationIntegrationId: z.string().optional(),
  ticketIntegrationId: z.string().optional(),
  targetReleaseDate: z.string().optional(),
}));
export const ReleaseKickedOff = event('ReleaseKickedOff', () => ({
  ...release,
  warnings: z.array(z.string()).optional(),
}));
export const ReleaseBranchCut = event('ReleaseBranchCut', () => ({
  ...release,
  branch: z.string(),
  sha: z.string(),
  /** `did`: the branch was made, or an existing branch was taken or moved by a person's choice. */
  did: z.enum(['MADE', 'TAKEN', 'MOVED']).optional(),
  movedFrom: z.string().optional(),
}));
export const ReleaseEpicsCreated = event('ReleaseEpicsCreated', () => release);
/** The ticket system requires fields that Windlass does not fill in: the release goes on without this epic. */
export const EpicRefused = event('EpicRefused', () => ({ ...release, platform: z.string(), error: z.string() }));
export const ReleaseBlocked = event('ReleaseBlocked', () => ({
  ...release,
  blockedByReleaseId: z.string(),
  blockedByReleaseKey: z.string(),
}));
export const ReleaseUnblocked = event('ReleaseUnblocked', () => ({
  ...release,
  /** The hotfix that it waited for, and the last status of that hotfix. */
  hotfixKey: z.string().optional(),
  hotfixStatus: z.string().optional(),
}));
export const ReleaseStarted = event('ReleaseStarted', () => release);
export const BuildRequested = event('BuildRequested', () => build);
export const BuildTriggered = event('BuildTriggered', () => build);
/** A person wants to know the state of the build from its service. */
export const BuildRefreshRequested = event('BuildRefreshRequested', () => build);
export const BuildProgressed = event('BuildProgressed', () => build);
export const BuildSucceeded = event('BuildSucceeded', () => build);
export const BuildFailed = event('BuildFailed', () => ({
  ...build,
  buildStatus: z.enum(['FAILED', 'CANCELLED']),
  reason: z.string().optional(),
}));
/** Commits on the release branch without a build: `commits` of this push, and the number of all of them as `pending`. */
export const CommitsPushed = event('CommitsPushed', () => ({
  ...release,
  commits: z.number().int(),
  pending: z.number().int(),
}));
export const RegressionStarted = event('RegressionStarted', () => ({
  ...release,
  cycle: z.number().int(),
  reason: z.enum(CYCLE_REASONS).optional(),
}));
export const RegressionSignedOff = event('RegressionSignedOff', () => ({
  ...release,
  cycle: z.number().int(),
  approvalId: z.string(),
}));
/** The release is not submitted; it waits for another cycle. */
export const SignOffRejected = event('SignOffRejected', () => ({
  ...release,
  cycle: z.number().int(),
  approvalId: z.string(),
  comment: z.string().optional(),
}));
export const ReleaseSubmitted = event('ReleaseSubmitted', () => ({ ...release, commitSha: z.string().optional() }));
/** `percentage` of the users with which it begins, if not with all. */
export const TargetSubmitted = event('TargetSubmitted', () => ({
  ...target,
  submissionId: z.string(),
  percentage: z.number().optional(),
}));
/** A SERVER target was submitted: the promotion that it asks for gets this id. Its actor is the person who submitted it, if one did. */
export const TargetPromotionRequested = event('TargetPromotionRequested', () => ({
  ...target,
  promotionId: z.string(),
  environmentId: z.string(),
  rollout: rolloutSchema.optional(),
}));
export const TargetApproved = event('TargetApproved', () => target);
export const TargetRejected = event('TargetRejected', () => ({ ...target, reason: z.string().optional() }));
/** `percentage` of the users who have it, if not all. */
export const TargetReleased = event('TargetReleased', () => ({ ...target, percentage: z.number().optional() }));
export const TargetFailed = event('TargetFailed', () => ({ ...target, reason: z.string().optional() }));
/** `percentage` of the users keep it; `forReleaseKey` is the hotfix for which it was withdrawn. */
export const TargetWithdrawn = event('TargetWithdrawn', () => ({
  ...target,
  percentage: z.number().optional(),
  forReleaseKey: z.string().optional(),
}));
export const TargetReplaced = event('TargetReplaced', () => ({
  ...target,
  percentage: z.number().optional(),
  byReleaseKey: z.string().optional(),
}));
/** The store takes one version at a time and has `inTheWay`. */
export const TargetBlocked = event('TargetBlocked', () => ({
  ...target,
  inTheWay: z.string(),
  state: z.string(),
  inTheWayReleaseKey: z.string().optional(),
}));
/** A person submits the target; the workflow sends it to the store. */
export const TargetSubmissionRequested = event('TargetSubmissionRequested', () => target);
export const StoreActionRequested = event('StoreActionRequested', () => ({
  ...target,
  action: z.enum(STORE_ACTIONS),
  wishId: z.string(),
  submissionId: z.string().optional(),
}));
export const StoreActionFailed = event('StoreActionFailed', () => ({
  ...target,
  action: z.enum(STORE_ACTIONS),
  error: z.string(),
}));
export const RolloutRequested = event('RolloutRequested', () => ({ ...target, wishId: z.string() }));
export const RolloutChanged = event('RolloutChanged', () => ({
  ...target,
  rolloutState: z.enum(ROLLOUT_STATES),
  percentage: z.number().optional(),
}));
export const RolloutFailed = event('RolloutFailed', () => ({ ...target, error: z.string() }));
export const ReleasePublished = event('ReleasePublished', () => ({
  ...release,
  tag: z.string(),
  url: z.string(),
  commitSha: z.string().optional(),
}));
/** `outcome` if not every target is RELEASED. */
export const ReleaseReleased = event('ReleaseReleased', () => ({
  ...release,
  releaseDate: z.string(),
  tag: z.string(),
  outcome: z.enum(OUTCOMES).optional(),
  /** The targets that have it, with the percentage of the users if not all have it. */
  targets: z.array(share).optional(),
}));
export const ReleaseDelayed = event('ReleaseDelayed', () => ({ ...release, reason: z.string() }));
/** A person wrote the notes; `locale` is a BCP 47 tag. */
export const ReleaseNotesEdited = event('ReleaseNotesEdited', () => ({ ...release, locale: z.string() }));
/** A person deleted the notes; those of the default locale are generated again. */
export const ReleaseNotesDeleted = event('ReleaseNotesDeleted', () => ({ ...release, locale: z.string() }));
export const ReleasePaused = event('ReleasePaused', () => ({
  ...release,
  reason: z.enum(['USER_REQUESTED', 'TASK_FAILURE', 'FREEZE']),
  error: z.string().optional(),
  /** Of a failed task: its work, and the reason of the failure, in words for people. */
  failure: z
    .object({
      step: z.string(),
      doing: z.string(),
      code: z.string(),
      message: z.string(),
      service: z.string().optional(),
      isPassing: z.boolean(),
    })
    .optional(),
}));
export const ReleaseResumed = event('ReleaseResumed', () => release);
/** `stores` has a sentence for each store that has the version. */
export const ReleaseCancelled = event('ReleaseCancelled', () => ({
  ...release,
  reason: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  stores: z.array(z.string()).optional(),
}));
export const ReleaseArchived = event('ReleaseArchived', () => release);
/** It has everything that finds the remaining items, as the release item is deleted. */
export const ReleaseDeleted = event('ReleaseDeleted', () => ({
  ...release,
  service: z.string(),
  releaseType: z.enum(RELEASE_TYPES),
  branchRelease: z.string(),
  scmIntegrationId: z.string(),
  targetIntegrationIds: z.array(z.string()),
  pipelineIntegrationIds: z.array(z.string()),
  communicationIntegrationId: z.string().optional(),
  ticketIntegrationId: z.string().optional(),
}));
