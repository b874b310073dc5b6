// A release over HTTP: the bodies of its actions, and its views. Pure zod. Source: `releases` of the release-integrations model.
import * as z from 'zod';
import { prose } from '../_base/text.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { integrationView } from '../integrations/integration.model.ts';
import { BUILD_STATUSES, OUTCOMES, PAUSE_REASONS, RELEASE_STATUSES, RELEASE_TYPES } from './lifecycle/status.model.ts';
import { stepView } from './lifecycle/steps.model.ts';
import { waitsForSummary, waitsForView } from './lifecycle/waits-for.view.ts';
import { existingChoice, WAITS_FOR_NOTES } from './planning/release-body.model.ts';
import { releaseComponentView } from './planning/release-components.model.ts';
import { releaseTargetView } from './targets/release-target.model.ts';

export const reasonBody = z.lazy(() => z.strictObject({ reason: prose(1000).trim().min(1).optional() }).optional());

export const triggerBody = z.lazy(() =>
  z
    .strictObject({
      force: z.boolean().default(false).describe('For a hotfix: even if its branch has no commits beyond its base'),
    })
    .optional(),
);

/** The operations on a release, and on one of its pipelines. */
const RELEASE_ACTIONS = [
  'updateRelease',
  'kickOffRelease',
  'pauseRelease',
  'resumeRelease',
  'retryRelease',
  'openRegressionCycle',
  'editReleaseNotes',
  'cancelRelease',
  'archiveRelease',
  'deleteRelease',
] as const;
export type ReleaseAction = (typeof RELEASE_ACTIONS)[number];
const PIPELINE_ACTIONS = ['triggerPipeline', 'refreshPipeline', 'reportBuild'] as const;
export type PipelineAction = (typeof PIPELINE_ACTIONS)[number];

const optionalText = z.string().optional();

const releaseFields = {
  id: z.string(),
  releaseKey: z.string(),
  service: z.string(),
  version: z.string(),
  releaseType: z.enum(RELEASE_TYPES),
  kind: z.literal('ORCHESTRATED'),
  status: z.enum(RELEASE_STATUSES),
  isPaused: z.boolean(),
  pauseReason: z.enum(PAUSE_REASONS).optional(),
  pauseError: optionalText.describe('The failure, for TASK_FAILURE'),
  scmIntegrationId: z.string(),
  primaryTargetId: z.string(),
  communicationIntegrationId: optionalText,
  ticketIntegrationId: optionalText,
  releasePilotId: optionalText,
  baseVersion: optionalText,
  baseBranch: z.string(),
  baseTag: optionalText,
  branchRelease: z.string(),
  branchCodepush: optionalText,
  branchSha: optionalText,
  existingBranch: existingChoice('branch').optional(),
  existingTag: existingChoice('tag').optional(),
  shippedSha: optionalText.describe('The commit of the submission, which is tagged at the end'),
  platforms: z.array(z.string()),
  iOSEpicId: optionalText,
  androidEpicId: optionalText,
  webEpicId: optionalText,
  serverEpicId: optionalText,
  regressionCycle: z.number().int(),
  blockedBy: z
    .strictObject({ releaseId: z.string(), releaseKey: z.string() })
    .optional()
    .describe('The hotfix of this service that is released before this release is submitted'),
  pendingCherryPicks: z.number().int().describe('Commits on the release branch without a build'),
  description: optionalText,
  plannedDate: optionalText,
  plannedLocal: optionalText.describe('A plannedDate in wall time, as given'),
  plannedTimeZone: optionalText.describe('The time zone of a plannedDate in wall time'),
  autoKickoff: z.boolean(),
  targetReleaseDate: optionalText.describe('The last moment at which the release is on time'),
  targetLocal: optionalText.describe('A targetReleaseDate as a day or wall time, as given'),
  targetTimeZone: optionalText.describe('The time zone of a targetReleaseDate as a day or wall time'),
  signOffRejection: z
    .strictObject({ cycle: z.number().int(), by: z.string(), at: z.string(), comment: optionalText })
    .optional()
    .describe('The rejection of the present cycle; the next cycle asks again'),
  isDelayed: z.boolean(),
  delayedReason: optionalText,
  tag: optionalText,
  releaseNotes: optionalText,
  releaseUrl: optionalText,
  releaseDate: optionalText,
  cancelReason: optionalText,
  manualSubmission: z.boolean().optional(),
  submitAt: optionalText,
  waitForNotes: z.boolean().optional().describe(WAITS_FOR_NOTES),
  notesWrittenAt: optionalText.describe('The time of the first notes by a person'),
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .describe('RELEASED_IN_PART if not all intended users got the version; HALTED if no other user gets it'),
  publishError: optionalText.describe('The reason why a cancelled release that users have was not tagged'),
  warnings: z.array(z.string()).optional().describe('Warnings for people before they go on'),
  createdByAccountId: z.string().describe('The person or token that created the release or its train'),
  createdByName: optionalText,
  kickedOffAt: optionalText,
  kickedOffBy: optionalText.describe('The name of the person who kicked it off'),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
};

/** An integration in the view of a release. Null after its deletion. */
const expanded = integrationView.nullable();

/** An entry of a list: the release without its parts. */
export const releaseSummaryView = z
  .lazy(() =>
    z.strictObject({
      ...releaseFields,
      waitsFor: waitsForSummary.nullable().describe('Null for a release that has ended, or was created just now'),
    }),
  )
  .meta({ id: 'ReleaseSummary' });

/** The answer of an action on a release. */
export const changedReleaseView = z
  .lazy(() => releaseSummaryView.unwrap().extend({ actions: actionsView(RELEASE_ACTIONS) }))
  .meta({ id: 'ChangedRelease' });

/** `stores` has a sentence for each store that has the version. */
export const cancelledReleaseView = z
  .lazy(() => changedReleaseView.unwrap().extend({ stores: z.array(z.string()).optional() }))
  .meta({ id: 'CancelledRelease' });

export const cancelReleaseBody = z.lazy(() =>
  z
    .strictObject({
      reason: prose(1000).trim().min(1).optional(),
      stores: z
        .enum(['WITHDRAW', 'KEEP'])
        .default('WITHDRAW')
        .describe('WITHDRAW withdraws submissions and stops rollouts; KEEP changes nothing in the stores'),
    })
    .optional(),
);

export const releasePipelineView = z
  .strictObject({
    pipelineIntegrationId: z.string(),
    targetIntegrationId: z.string(),
    triggered: z.boolean(),
    triggeredAt: optionalText,
    buildUrl: optionalText,
    buildStatus: z.enum(BUILD_STATUSES),
    buildNumber: optionalText,
    storeBuildNumber: optionalText.describe("The store's number of the build, if it is not buildNumber"),
    commitSha: optionalText.describe(
      'The commit of the build: the head of the release branch at the trigger, or the commit that CI reported',
    ),
    artifactUrl: optionalText,
    buildLogUrl: optionalText,
    refreshRequestedAt: optionalText.describe('The time of a request to refresh that is not answered yet'),
    refreshedAt: optionalText.describe('The time of the last look at the service'),
    refreshError: optionalText.describe('The reason why the service could not tell'),
    createdAt: z.string(),
    updatedAt: z.string(),
    integration: expanded,
    actions: actionsView(PIPELINE_ACTIONS),
  })
  .meta({ id: 'Pipeline' });

/** The release with its parts and the integrations that it names. */
export const releaseView = z.strictObject({
  ...releaseFields,
  waitsFor: waitsForView.nullable().describe('Null for a release that has ended'),
  steps: z.array(stepView).describe('The statuses that the release came to, in their order'),
  components: z.array(releaseComponentView),
  scmIntegration: expanded,
  communicationIntegration: expanded,
  ticketIntegration: expanded,
  targets: z.array(releaseTargetView),
  pipelines: z.array(releasePipelineView),
  actions: actionsView(RELEASE_ACTIONS),
});

export const activityView = z
  .strictObject({
    id: z.string(),
    action: z.string(),
    actor: z.looseObject({ type: z.string(), id: z.string(), name: z.string() }),
    at: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    correlationId: z.string(),
  })
  .meta({ id: 'ReleaseActivity' });
