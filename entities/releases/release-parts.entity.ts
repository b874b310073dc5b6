// The parts of one release: its targets, its pipelines, the wait of its workflow, and the branch by which CI events
// find it. Source: release_targets and release_pipelines of the release-integrations model.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import {
  BUILD_STATUSES,
  REJECTION_NEEDS,
  RELEASE_MODES,
  ROLLOUT_ACTIONS,
  ROLLOUT_STATES,
  STORE_ACTIONS,
  TARGET_STATUSES,
} from './lifecycle/status.model.ts';
import { releaseBranchKeys, releasePipelineKeys, releaseTargetKeys, releaseWaitKeys } from './release.keys.ts';

/** Another release. */
const named = map({ releaseId: text, releaseKey: text });

export const releaseTargetDefinition = defineEntity('releaseTarget', releaseTargetKeys, {
  releaseId: text,
  targetIntegrationId: text,
  targetStatus: oneOf(TARGET_STATUSES),
  /** The pipeline whose builds the store is given. */
  pipelineIntegrationId: optional(text),
  buildNumber: optional(text),
  submissionId: optional(text),
  /** The store's id of the version, which does not move: its events are told apart by it. */
  versionId: optional(text),
  /** The store's own word, as it was last asked or told. */
  storeState: optional(text),
  storeCheckedAt: optional(text),
  /** The task that a person still has to do in the store, in the store's words. */
  leftToDo: optional(text),
  /** A person's wish to submit, where one is waited for. */
  submitRequestedAt: optional(text),
  releaseMode: optional(oneOf(RELEASE_MODES)),
  /** Of SCHEDULED. */
  releaseAt: optional(text),
  inAppUpdatePriority: optional(number),
  rejectionReason: optional(text),
  rejectionNeeds: optional(oneOf(REJECTION_NEEDS)),
  /** The build that was rejected, while another is built or until it is submitted again. */
  rejectedBuildNumber: optional(text),
  failureReason: optional(text),
  withdrawnAt: optional(text),
  /** The hotfix that it was taken back for; it is submitted again afterwards. */
  withdrawnFor: optional(named),
  replacedAt: optional(text),
  replacedBy: optional(named),
  /** The version that the store has instead, which it takes one of; `releaseId` where it is one of ours. */
  inTheWay: optional(
    map({
      version: text,
      versionId: optional(text),
      state: text,
      since: optional(text),
      /** Windlass looks whether it still is. */
      isRetried: optional(boolean),
      releaseId: optional(text),
      releaseKey: optional(text),
      /** When a person agreed to take it back. */
      agreedAt: optional(text),
    }),
  ),
  /** The request to the store beside a rollout; deleted once the store has answered. */
  storeWanted: optional(
    map({
      action: oneOf(STORE_ACTIONS),
      wishId: text,
      requestedAt: text,
      /** The hotfix that wants its place. */
      forRelease: optional(named),
    }),
  ),
  storeError: optional(text),
  submittedAt: optional(text),
  /** When the notes that the store has were read; those it was given otherwise are none of ours. */
  notesSentAt: optional(text),
  /** Those that the store did not take, and why. */
  refusedNotes: optional(list(map({ locale: text, reason: text }))),
  approvedAt: optional(text),
  releasedAt: optional(text),
  /** Of the users, that the version is submitted for; all without it. */
  initialPercentage: optional(number),
  rolloutState: optional(oneOf(ROLLOUT_STATES)),
  rolloutPercentage: optional(number),
  rolloutPausedDays: optional(number),
  /** The rollout to ask the store for; deleted once the store has answered. */
  rolloutWanted: optional(
    map({ action: oneOf(ROLLOUT_ACTIONS), percentage: optional(number), wishId: text, requestedAt: text }),
  ),
  rolloutError: optional(text),
});

export const releasePipelineDefinition = defineEntity('releasePipeline', releasePipelineKeys, {
  releaseId: text,
  pipelineIntegrationId: text,
  targetIntegrationId: text,
  triggered: boolean,
  triggeredAt: optional(text),
  /** Names one wish for a build, so that wishing twice starts one. */
  triggerId: optional(text),
  externalId: optional(text),
  buildUrl: optional(text),
  buildStatus: oneOf(BUILD_STATUSES),
  /** The head of the release branch when the build was asked for, and the commit that it has: the same, unless CI told another. */
  triggeredSha: optional(text),
  commitSha: optional(text),
  buildNumber: optional(text),
  /** The number by which the store knows the build, where it is not CI's. */
  storeBuildNumber: optional(text),
  /** Of the run of the build, where a service runs one again under its number. */
  buildAttempt: optional(number),
  /** Of the build before this wish, by which its late events are told. */
  lastBuildNumber: optional(text),
  lastExternalId: optional(text),
  artifactUrl: optional(text),
  buildLogUrl: optional(text),
  /** The reports of CI, from which the rest is computed; see build-report.model.ts. */
  told: optional(json),
  /** When a person asked for a look at the service that is still to be done. */
  refreshWantedAt: optional(text),
  /** When the service was last asked what became of the build, and why it could not tell. */
  refreshedAt: optional(text),
  refreshError: optional(text),
});

export const releaseWaitDefinition = defineRecord('releaseWait', releaseWaitKeys, {
  releaseId: text,
  wait: text,
  taskToken: text,
  /** The end of this wait as the execution planned it; a changed plan restarts the wait. */
  wakeAt: optional(text),
  /** The words of the service that stated it. */
  reason: optional(text),
});

export const releaseBranchDefinition = defineRecord('releaseBranch', releaseBranchKeys, {
  branch: text,
  releaseId: text,
  /** Only of the address of a build. */
  expiresAtEpoch: optional(number),
});

export type ReleaseTargetItem = ItemOf<typeof releaseTargetDefinition>;
export type ReleasePipelineItem = ItemOf<typeof releasePipelineDefinition>;
export type ReleaseWaitItem = ItemOf<typeof releaseWaitDefinition>;
