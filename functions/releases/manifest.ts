// The releases domain: creates releases, drives them through their lifecycle, and takes the reports of CI about their builds.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf, pageQuery } from '../../entities/_base/list.ts';
import { ApprovalDecided } from '../../entities/approvals/events.ts';
import { serviceErrors } from '../../entities/catalog/errors.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { CI_SOURCE_PREFIX, METRICS } from '../../entities/names.ts';
import { ReleaseActionRequested } from '../../entities/notifications/events.ts';
import {
  PromotionApproved,
  PromotionCancelled,
  PromotionDeployed,
  PromotionFailed,
  PromotionRejected,
  PromotionRolledBack,
  PromotionStarted,
  PromotionSuperseded,
} from '../../entities/promotions/events.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import {
  BuildFailed,
  BuildRefreshRequested,
  BuildRequested,
  BuildSucceeded,
  CommitsPushed,
  RegressionSignedOff,
  RegressionStarted,
  ReleaseCancelled,
  ReleaseCreated,
  ReleaseDeleted,
  ReleaseKickedOff,
  ReleaseNotesEdited,
  ReleasePaused,
  ReleaseReleased,
  ReleaseResumed,
  ReleaseUnblocked,
  ReleaseUpdated,
  RolloutChanged,
  RolloutFailed,
  RolloutRequested,
  StoreActionFailed,
  StoreActionRequested,
  TargetApproved,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmissionRequested,
  TargetSubmitted,
  TargetWithdrawn,
} from '../../entities/releases/events.ts';
import { listReleasesQuery } from '../../entities/releases/lists/release-list.model.ts';
import { createReleaseBody } from '../../entities/releases/planning/release-body.model.ts';
import { activityView, releaseSummaryView, releaseView } from '../../entities/releases/release.model.ts';
import { defineManifest } from '../_kit/manifest.ts';
import { lifecycleRoutes } from './routes/lifecycle-routes.ts';
import { planningRoutes } from './routes/planning-routes.ts';
import { stateRoutes } from './routes/state-routes.ts';
import { targetRoutes } from './routes/target-routes.ts';

const { invalid, key_taken, not_found, pilot_not_allowed, version_taken } = releaseErrors;
const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS } = environment;

const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

/** Events that may end or change a wait of the workflow. */
export const WAKING_EVENTS = [
  ReleaseKickedOff,
  BuildRequested,
  BuildSucceeded,
  BuildFailed,
  CommitsPushed,
  RegressionStarted,
  RegressionSignedOff,
  TargetApproved,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmissionRequested,
  TargetSubmitted,
  // A cancelled release waits for its stores.
  TargetWithdrawn,
  RolloutChanged,
  RolloutFailed,
  StoreActionFailed,
  ReleasePaused,
  ReleaseResumed,
  ReleaseUnblocked,
  ReleaseNotesEdited,
] as const;

/** Steps of a promotion, which a SERVER target follows. */
export const PROMOTION_EVENTS = [
  ...[PromotionApproved, PromotionStarted, PromotionDeployed, PromotionFailed, PromotionRolledBack],
  ...[PromotionRejected, PromotionCancelled, PromotionSuperseded],
] as const;

/** Events that end a release: its workflow ends, and the releases that it blocked go on. */
export const ENDING_EVENTS = [ReleaseReleased, ReleaseCancelled] as const;

export const manifest = defineManifest({
  domain: 'releases',
  routes: {
    ...lifecycleRoutes,
    ...planningRoutes,
    ...targetRoutes,
    createRelease: {
      method: 'POST',
      path: '/releases',
      summary: 'Creates a release with its targets and pipelines, in one transaction',
      access: develop,
      body: createReleaseBody,
      errors: [
        serviceErrors.unknown,
        serviceErrors.inactive,
        serviceErrors.name_taken,
        invalid,
        key_taken,
        pilot_not_allowed,
        version_taken,
      ],
      status: 201,
      reply: releaseView,
    },
    listReleases: {
      method: 'GET',
      path: '/releases',
      summary: 'Lists releases, newest first; archived ones only with status=ARCHIVED',
      access: read,
      query: listReleasesQuery,
      status: 200,
      reply: listOf(releaseSummaryView),
    },
    getRelease: {
      method: 'GET',
      path: '/releases/{release}',
      summary: 'Reads a release, by id or releaseKey, with all the integrations it names',
      access: read,
      errors: [not_found],
      status: 200,
      reply: releaseView,
    },
    listReleaseActivity: {
      method: 'GET',
      path: '/releases/{release}/activity',
      summary: 'Lists the audit entries of the release, newest first',
      access: read,
      query: z.strictObject(pageQuery),
      errors: [not_found],
      status: 200,
      reply: listOf(activityView),
    },
    ...stateRoutes,
  },
  subscriptions: {
    lifecycle: {
      source: [ReleaseCreated.source],
      detailTypes: [ReleaseCreated, ReleaseUpdated, ReleaseDeleted, ...WAKING_EVENTS, ...ENDING_EVENTS].map(
        (event) => event.type,
      ),
      evenIfDeleted: [ReleaseDeleted.type],
    },
    chat: { source: [ReleaseActionRequested.source], detailTypes: [ReleaseActionRequested.type] },
    looks: { source: [BuildRefreshRequested.source], detailTypes: [BuildRefreshRequested.type] },
    rollouts: {
      source: [RolloutRequested.source],
      detailTypes: [RolloutRequested.type, StoreActionRequested.type],
    },
    approvals: { source: [ApprovalDecided.source], detailTypes: [ApprovalDecided.type] },
    integrations: {
      source: [IntegrationDeleted.source],
      detailTypes: [IntegrationDeleted.type],
      evenIfDeleted: [IntegrationDeleted.type],
    },
    ci: { source: [{ prefix: CI_SOURCE_PREFIX }] },
    promotions: { source: [PromotionDeployed.source], detailTypes: PROMOTION_EVENTS.map((event) => event.type) },
  },
  tasks: {
    decideNextStep: 'Decides the next step of the workflow from the stored release',
    awaitChange: 'Stores the task token of a wait until the awaited state comes',
    createTrainRelease: "Creates the release of a train's departure",
    checkDeadline: 'Marks a release delayed after its targetReleaseDate',
    kickOffPlanned: 'Kicks off a release whose plannedDate has come',
    cutReleaseBranch: 'Cuts branchRelease from baseBranch',
    createEpics: 'Creates an epic per platform in the ticket system',
    startRelease: 'PENDING to STARTED',
    lookForCommits: 'Looks for commits of a hotfix',
    requestBuilds: 'Requests new builds of a hotfix for commits without a build',
    lookAtBuilds: 'Asks CI services for the state of builds after a long wait',
    triggerBuild: 'Triggers the build of one pipeline',
    listCommits: 'Reads the new commits of a regression cycle',
    startRegression: 'Opens the first regression cycle, or the next one after a rejection',
    submitRelease: 'Brings the release to BUILD_SUBMITTED',
    submitTarget: 'Submits the build of one target to its store',
    lookAtStores: 'Asks the stores for the state of a release after a silence',
    publishRelease: 'Tags the release and publishes its notes',
    completeRelease: 'BUILD_SUBMITTED to RELEASED',
    pauseAfterFailure: 'Pauses the release with TASK_FAILURE and the error',
    removeReleases: {
      does: 'Removes the releases of a deleted tenant',
      evenIfDeleted: true,
    },
  },
  machines: ['release-lifecycle', 'release-deadline'],
  alarms: {
    stuck: {
      metrics: [METRICS.pausedByFailure, METRICS.overdue],
      threshold: 1,
      impact: 'A release stands still: one of its tasks failed for good, or its builds take too long.',
      runbook: 'releases-stuck',
    },
  },
  lambdas: {
    api: {
      impact: 'People and CI cannot create, see or drive releases.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      memoryMb: 1024,
    },
    events: {
      impact: 'Releases do not start, and builds, sign-offs, decisions and rollouts do not move them on.',
      environment: z.object({ STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:open'],
      starts: ['release-lifecycle', 'release-deadline'],
      answers: ['release-lifecycle'],
      memoryMb: 512,
    },
    tasks: {
      impact: 'Releases pause with TASK_FAILURE: branches, epics, builds, submissions or tags are not made.',
      environment: z.object({ TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check', 'credentials:open'],
      starts: ['release-deadline'],
      answers: ['release-lifecycle'],
      timeoutSeconds: 120,
    },
  },
});
