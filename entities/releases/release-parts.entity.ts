// The parts of a release: its targets, its pipelines, the wait of its workflow, and the branch by which CI events find it.
// Source: release_targets and release_pipelines of the release-integrations model.
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
  /** The pipeline that feeds the store. */
  pipelineIntegrationId: optional(text),
  buildNumber: optional(text),
  submissionId: optional(text),
  /** Where a promotion releases it; only of a SERVER target that was submitted. Its submission is the promotion. */
  environmentId: optional(text),
  /** The store's permanent id of the version, which its events name. */
  versionId: optional(text),
  /** The store's own name of the last known state. */
  storeState: optional(text),
  storeCheckedAt: optional(text),
  /** A sentence about the step in the store that is left to a person. */
  leftToDo: optional(text),
  /** When a person requested the submission of a held target. */
  submitRequestedAt: optional(text),
  submitRequestedBy: optional(map({ type: text, id: text, name: text })),
  releaseMode: optional(oneOf(RELEASE_MODES)),
  /** Only of SCHEDULED. */
  releaseAt: optional(text),
  inAppUpdatePriority: optional(number),
  rejectionReason: optional(text),
  rejectionNeeds: optional(oneOf(REJECTION_NEEDS)),
  /** The rejected build, until another is built or it is submitted again. */
  rejectedBuildNumber: optional(text),
  failureReason: optional(text),
  withdrawnAt: optional(text),
  /** The hotfix for which it was withdrawn; it is submitted again after that. */
  withdrawnFor: optional(named),
  replacedAt: optional(text),
  replacedBy: optional(named),
  /** The other version at a store that takes one at a time; with `releaseId` if it is a release of ours. */
  inTheWay: optional(
    map({
      version: text,
      versionId: optional(text),
      state: text,
      since: optional(text),
      /** True while Windlass submits again to see whether the version still blocks. */
      isRetried: optional(boolean),
      releaseId: optional(text),
      releaseKey: optional(text),
      /** When a person agreed to its withdrawal. */
      agreedAt: optional(text),
    }),
  ),
  /** The request to the store beside a rollout; deleted once the store has answered. */
  storeWanted: optional(
    map({
      action: oneOf(STORE_ACTIONS),
      wishId: text,
      requestedAt: text,
      /** The hotfix that needs its place. */
      forRelease: optional(named),
    }),
  ),
  storeError: optional(text),
  submittedAt: optional(text),
  /** The time of the release notes that the store has from us. */
  notesSentAt: optional(text),
  /** Notes that the store refused, with its reason. */
  refusedNotes: optional(list(map({ locale: text, reason: text }))),
  approvedAt: optional(text),
  releasedAt: optional(text),
  /** The percentage of users with which the rollout begins; without it, all. */
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
  /** The id of the request for a build, so that a repeated trigger starts one build. */
  triggerId: optional(text),
  externalId: optional(text),
  buildUrl: optional(text),
  buildStatus: oneOf(BUILD_STATUSES),
  /** The head of the release branch at the trigger, and the commit of the build: the same, unless CI reports another. */
  triggeredSha: optional(text),
  commitSha: optional(text),
  buildNumber: optional(text),
  /** The store's number of the build, if it is not CI's. */
  storeBuildNumber: optional(text),
  /** Grows if the service runs the build again under its number. */
  buildAttempt: optional(number),
  /** Of the build before this one, to recognize its late events. */
  lastBuildNumber: optional(text),
  lastExternalId: optional(text),
  artifactUrl: optional(text),
  buildLogUrl: optional(text),
  /** The reports of CI, from which the state of the build is computed; see build-report.model.ts. */
  told: optional(json),
  /** When a person requested a look at the service; deleted after the look. */
  refreshWantedAt: optional(text),
  /** The time of the last look at the service, and the reason if the service could not tell. */
  refreshedAt: optional(text),
  refreshError: optional(text),
});

export const releaseWaitDefinition = defineRecord('releaseWait', releaseWaitKeys, {
  releaseId: text,
  wait: text,
  taskToken: text,
  /** The end of this wait as the execution planned it; a changed plan restarts the wait. */
  wakeAt: optional(text),
  /** The words of the service that asked to wait. */
  reason: optional(text),
});

export const releaseBranchDefinition = defineRecord('releaseBranch', releaseBranchKeys, {
  branch: text,
  releaseId: text,
  /** Only for the address of a build. */
  expiresAtEpoch: optional(number),
});

export type ReleaseTargetItem = ItemOf<typeof releaseTargetDefinition>;
export type ReleasePipelineItem = ItemOf<typeof releasePipelineDefinition>;
export type ReleaseWaitItem = ItemOf<typeof releaseWaitDefinition>;
