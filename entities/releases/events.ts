// Events of releases. Every one tells which release; ids only, never documents.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';
import { CYCLE_REASONS, OUTCOMES, RELEASE_TYPES, ROLLOUT_STATES, STORE_ACTIONS } from './lifecycle/status.model.ts';

const release = { releaseId: z.string(), releaseKey: z.string(), version: z.string() };
const build = {
  ...release,
  pipelineIntegrationId: z.string(),
  buildNumber: z.string().optional(),
  buildUrl: z.string().optional(),
  /** The commit that was built, as far as it is known. */
  commitSha: z.string().optional(),
};
const target = { ...release, targetIntegrationId: z.string(), buildNumber: z.string().optional() };

const share = z.object({ targetIntegrationId: z.string(), percentage: z.number().optional() });

const event = <const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: () => Shape) =>
  defineEvent('releases', type, 1, () => z.object(shape()));

export const ReleaseCreated = event('ReleaseCreated', () => ({
  ...release,
  scmIntegrationId: z.string(),
  targetIntegrationIds: z.array(z.string()),
  pipelineIntegrationIds: z.array(z.string()),
  communicationIntegrationId: z.string().optional(),
  ticketIntegrationId: z.string().optional(),
  targetReleaseDate: z.string().optional(),
}));
/** A hotfix that will meet other releases at its stores: what it does to them, in sentences. */
export const ReleaseWarned = event('ReleaseWarned', () => ({ ...release, warnings: z.array(z.string()) }));
/** `changed` names the fields; of those that others follow, the new value. */
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
  /** How the release got its branch: it was made, or a branch that existed was taken or moved as a person chose. */
  did: z.enum(['MADE', 'TAKEN', 'MOVED']).optional(),
  movedFrom: z.string().optional(),
}));
export const ReleaseEpicsCreated = event('ReleaseEpicsCreated', () => release);
/** The ticket system wants fields that Windlass does not fill in: the release goes on without this epic. */
export const EpicRefused = event('EpicRefused', () => ({ ...release, platform: z.string(), error: z.string() }));
export const ReleaseBlocked = event('ReleaseBlocked', () => ({
  ...release,
  blockedByReleaseId: z.string(),
  blockedByReleaseKey: z.string(),
}));
export const ReleaseUnblocked = event('ReleaseUnblocked', () => ({
  ...release,
  /** The hotfix that it waited for, and how that ended. */
  hotfixKey: z.string().optional(),
  hotfixStatus: z.string().optional(),
}));
export const ReleaseStarted = event('ReleaseStarted', () => release);
export const BuildRequested = event('BuildRequested', () => build);
export const BuildTriggered = event('BuildTriggered', () => build);
/** The service is to be asked what has become of the build. */
export const BuildRefreshRequested = event('BuildRefreshRequested', () => build);
export const BuildProgressed = event('BuildProgressed', () => build);
export const BuildSucceeded = event('BuildSucceeded', () => build);
export const BuildFailed = event('BuildFailed', () => ({
  ...build,
  buildStatus: z.enum(['FAILED', 'CANCELLED']),
  reason: z.string().optional(),
}));
/** To the release branch, and in no build yet: `commits` came with this push, `pending` are all of them. */
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
/** Nothing is submitted: the release waits for another cycle. */
export const SignOffRejected = event('SignOffRejected', () => ({
  ...release,
  cycle: z.number().int(),
  approvalId: z.string(),
  comment: z.string().optional(),
}));
export const ReleaseSubmitted = event('ReleaseSubmitted', () => ({ ...release, commitSha: z.string().optional() }));
/** `percentage` of the users, where it begins with fewer than all. */
export const TargetSubmitted = event('TargetSubmitted', () => ({
  ...target,
  submissionId: z.string(),
  percentage: z.number().optional(),
}));
export const TargetApproved = event('TargetApproved', () => target);
export const TargetRejected = event('TargetRejected', () => ({ ...target, reason: z.string().optional() }));
/** `percentage` of the users, where it is not with all. */
export const TargetReleased = event('TargetReleased', () => ({ ...target, percentage: z.number().optional() }));
export const TargetFailed = event('TargetFailed', () => ({ ...target, reason: z.string().optional() }));
/** `percentage` of the users keep it; `forReleaseKey` is the hotfix that it makes room for. */
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
/** A person wants it handed to the store, again or at last. */
export const TargetSubmissionRequested = event('TargetSubmissionRequested', () => target);
export const StoreActionRequested = event('StoreActionRequested', () => ({
  ...target,
  action: z.enum(STORE_ACTIONS),
  wishId: z.string(),
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
/** `outcome` where not every target is out. */
export const ReleaseReleased = event('ReleaseReleased', () => ({
  ...release,
  releaseDate: z.string(),
  tag: z.string(),
  outcome: z.enum(OUTCOMES).optional(),
  /** Where it is out, and with how many percent of the users where not with all. */
  targets: z.array(share).optional(),
}));
export const ReleaseDelayed = event('ReleaseDelayed', () => ({ ...release, reason: z.string() }));
/** By a person; `locale` is a BCP 47 tag. */
export const ReleaseNotesEdited = event('ReleaseNotesEdited', () => ({ ...release, locale: z.string() }));
/** By a person: in the default locale they are generated again. */
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
/** `stores` says what they still have, a sentence each. */
export const ReleaseCancelled = event('ReleaseCancelled', () => ({
  ...release,
  reason: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
  stores: z.array(z.string()).optional(),
}));
export const ReleaseArchived = event('ReleaseArchived', () => release);
/** Names everything by which the rest of the release is found, as the release itself is deleted. */
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
