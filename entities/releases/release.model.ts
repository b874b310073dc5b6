// A release over HTTP: the bodies of its actions, and its views. Pure zod. Source: `releases` of the
// release-integrations model.
import * as z from 'zod';
import { prose } from '../_base/text.ts';
import { integrationView } from '../integrations/integration.model.ts';
import { BUILD_STATUSES, OUTCOMES, PAUSE_REASONS, RELEASE_STATUSES, RELEASE_TYPES } from './lifecycle/status.model.ts';
import { waitsForSummary, waitsForView } from './lifecycle/waits-for.view.ts';
import { existingChoice, WAITS_FOR_NOTES } from './planning/release-body.model.ts';
import { releaseTargetView } from './targets/release-target.model.ts';

export const reasonBody = z.strictObject({ reason: prose(1000).trim().min(1).optional() }).optional();

export const triggerBody = z
  .strictObject({
    force: z.boolean().default(false).describe('Of a hotfix: also when its branch has nothing that its base has not'),
  })
  .optional();

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
  pauseError: optionalText.describe('Of TASK_FAILURE: what failed'),
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
  shippedSha: optionalText.describe('The commit that the stores were given; what is tagged and told of at the end'),
  platforms: z.array(z.string()),
  iOSEpicId: optionalText,
  androidEpicId: optionalText,
  webEpicId: optionalText,
  regressionCycle: z.number().int(),
  blockedBy: z
    .strictObject({ releaseId: z.string(), releaseKey: z.string() })
    .optional()
    .describe('The hotfix of this service that has to be out before this release is handed to stores'),
  pendingCherryPicks: z.number().int().describe('Commits on the release branch that no build has yet'),
  description: optionalText,
  plannedDate: optionalText,
  plannedLocal: optionalText.describe('Of a plan in wall time: as it was given'),
  plannedTimeZone: optionalText.describe('Of a plan in wall time: the zone it is meant in'),
  autoKickoff: z.boolean(),
  targetReleaseDate: optionalText.describe('The last moment at which the release is in time'),
  targetLocal: optionalText.describe('Of a date, or wall time: as it was given'),
  targetTimeZone: optionalText.describe('Of a date, or wall time: the zone it is meant in'),
  signOffRejection: z
    .strictObject({ cycle: z.number().int(), by: z.string(), at: z.string(), comment: optionalText })
    .optional()
    .describe('Why the present cycle is not signed off, by whom and when: the next cycle asks again'),
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
  notesWrittenAt: optionalText.describe('When a person first wrote release notes'),
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .describe(
      'Of a version that not everybody got whom it was meant for: RELEASED_IN_PART, or HALTED where nobody else gets it',
    ),
  publishError: optionalText.describe('Why a cancelled release that users have was not tagged'),
  warnings: z.array(z.string()).optional().describe('Facts that people should know before they go on'),
  createdByAccountId: z.string().describe('The person or the token that made the release, or its train'),
  createdByName: optionalText,
  kickedOffAt: optionalText,
  kickedOffBy: optionalText.describe('The name of who kicked it off'),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
};

/** An integration as a release shows it. Null when it has been deleted. */
const expanded = integrationView.nullable();

/** An entry of a list: the release alone. */
export const releaseSummaryView = z.strictObject({
  ...releaseFields,
  waitsFor: waitsForSummary.nullable().describe('Null when the release is over, or was created just now'),
});

/** `stores` says what they still have, a sentence each. */
export const cancelledReleaseView = releaseSummaryView.extend({ stores: z.array(z.string()).optional() });

export const cancelReleaseBody = z
  .strictObject({
    reason: prose(1000).trim().min(1).optional(),
    stores: z
      .enum(['WITHDRAW', 'KEEP'])
      .default('WITHDRAW')
      .describe('WITHDRAW takes submissions back and stops rollouts; KEEP leaves to the stores what they have'),
  })
  .optional();

export const releasePipelineView = z.strictObject({
  pipelineIntegrationId: z.string(),
  targetIntegrationId: z.string(),
  triggered: z.boolean(),
  triggeredAt: optionalText,
  buildUrl: optionalText,
  buildStatus: z.enum(BUILD_STATUSES),
  buildNumber: optionalText,
  storeBuildNumber: optionalText.describe('The number of the build in the store, if it differs from buildNumber'),
  commitSha: optionalText.describe(
    'The commit that was built: the head of the release branch at the trigger, or as CI told',
  ),
  artifactUrl: optionalText,
  buildLogUrl: optionalText,
  refreshRequestedAt: optionalText.describe('The service is being asked what became of the build'),
  refreshedAt: optionalText.describe('When the service was last asked'),
  refreshError: optionalText.describe('Why the service could not tell'),
  createdAt: z.string(),
  updatedAt: z.string(),
  integration: expanded,
});

/** The whole release with everything it names. */
export const releaseView = z.strictObject({
  ...releaseFields,
  waitsFor: waitsForView.nullable().describe('Null when the release is over'),
  scmIntegration: expanded,
  communicationIntegration: expanded,
  ticketIntegration: expanded,
  targets: z.array(releaseTargetView),
  pipelines: z.array(releasePipelineView),
});

export const activityView = z.strictObject({
  id: z.string(),
  action: z.string(),
  actor: z.looseObject({ type: z.string(), id: z.string(), name: z.string() }),
  at: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string(),
});
