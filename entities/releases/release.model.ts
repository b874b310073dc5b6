// A release over HTTP: what creates one, what is answered. Pure zod. Source: `releases` of the release-integrations model.
import * as z from 'zod';
import { GIT_NAME } from '../_base/git-name.ts';
import { isId } from '../_base/ids.ts';
import { pageQuery } from '../_base/list.ts';
import { prose } from '../_base/text.ts';
import { dayOrTime } from '../_base/wall-time.ts';
import { integrationView } from '../integrations/integration.model.ts';
import { releaseTargetView } from './release-target.model.ts';
import {
  BUILD_STATUSES,
  EXISTING_CHOICES,
  OUTCOMES,
  PAUSE_REASONS,
  RELEASE_STATUSES,
  RELEASE_TYPES,
} from './status.model.ts';
import { targetOptions } from './target-options.model.ts';

export const PLATFORMS = ['IOS', 'ANDROID', 'WEB'] as const;
export type Platform = (typeof PLATFORMS)[number];

export const reference = z.string().regex(/^[\w-]{1,64}$/, 'must be an id');
export const branch = z
  .string()
  .max(200)
  .regex(GIT_NAME, 'must be a name that git takes: no space, none of ~ ^ : ? * [ \\, no ".."');
/** Ends the default branch and the tag, so that it keeps to what git accepts. */
export const version = z
  .string()
  .max(64)
  .regex(/^(?!.*(?:\.\.|\.lock$|\.$))[0-9A-Za-z][0-9A-Za-z.+_-]*$/, 'must be a version such as 1.5.0');
export const service = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be a service slug such as payments-api');
/** Characters of a releaseKey; what is longer is not looked up. */
export const MAX_RELEASE_KEY = 200;
/** Releases are addressed by id or key, so that a key must not look like an id. */
const releaseKey = z
  .string()
  .max(MAX_RELEASE_KEY)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+_@:-]*$/, 'may hold letters, digits and . + _ @ : -')
  .refine((key) => !isId(key), { error: 'must not look like an id' });
const uniqueReferences = z.array(reference).max(20);

/** Of a branch or a tag. With either choice, a release page of that tag gets the notes of this release. */
export const existingChoice = (noun: 'branch' | 'tag') =>
  z
    .enum(EXISTING_CHOICES)
    .describe(
      `If a ${noun} of that name exists that the release did not make: TAKE uses it as it is, MOVE puts it where the release wants it. Refused without it`,
    );

export const instant = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value).toISOString())
  .describe('ISO 8601 date-time with an offset');
export const createReleaseBody = z.strictObject({
  service,
  version,
  releaseType: z.enum(RELEASE_TYPES),
  releaseKey: releaseKey.optional().describe('Unique in the tenant. Default service@version'),
  scmIntegrationId: reference,
  baseBranch: branch.optional().describe('What the release is cut from; a HOTFIX may name a tag instead'),
  baseTag: branch
    .optional()
    .describe('HOTFIX only: the tag it is cut from. Without baseBranch by default that of the release before this one'),
  branchRelease: branch
    .optional()
    .describe('Default release/<version>; services that share a repository need one each'),
  branchCodepush: branch.optional(),
  existingBranch: existingChoice('branch').optional(),
  existingTag: existingChoice('tag').optional(),
  baseVersion: version.optional().describe('Default: the release of the service before this one'),
  targets: uniqueReferences.min(1).describe('Ids of TARGET integrations; the first is the primary one'),
  pipelines: uniqueReferences
    .default([])
    .describe("Ids of PIPELINE integrations; of several for one target, the first one's builds are given to its store"),
  communicationIntegrationId: reference.optional(),
  ticketIntegrationId: reference.optional(),
  releasePilotId: reference.optional(),
  description: prose(4000).optional(),
  plannedDate: dayOrTime.optional(),
  autoKickoff: z.boolean().default(false).describe('Kick off automatically at plannedDate'),
  targetReleaseDate: dayOrTime
    .optional()
    .describe("ISO 8601; a date lasts until its end in the tenant's zone, and the release is late after it"),
  manualSubmission: z.boolean().optional().describe("Targets wait for a person's POST …/targets/{integration}/submit"),
  submitAt: instant.optional().describe('Targets are handed to their stores no sooner than this'),
  targetOptions: z
    .record(reference, targetOptions)
    .optional()
    .describe('By TARGET integration: how its store is handed the version'),
  platforms: z.array(z.enum(PLATFORMS)).min(1).max(3).optional().describe('Default: those of the targets'),
});
export type CreateReleaseBody = z.output<typeof createReleaseBody>;

export const listReleasesQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(RELEASE_STATUSES).optional(),
  service: service.optional(),
  version: version.optional(),
  type: z.enum(RELEASE_TYPES).optional(),
});
export type ListReleasesQuery = z.output<typeof listReleasesQuery>;

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
  isDelayed: z.boolean(),
  delayedReason: optionalText,
  tag: optionalText,
  releaseNotes: optionalText,
  releaseUrl: optionalText,
  releaseDate: optionalText,
  cancelReason: optionalText,
  manualSubmission: z.boolean().optional(),
  submitAt: optionalText,
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .describe(
      'Of a version that not everybody got whom it was meant for: RELEASED_IN_PART, or HALTED where nobody else gets it',
    ),
  publishError: optionalText.describe('Why a cancelled release that users have was not tagged'),
  warnings: z.array(z.string()).optional().describe('What people should know before they go on'),
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

/** What stores still have of a cancelled release, a sentence each. */
export const cancelledReleaseView = z.strictObject({ ...releaseFields, stores: z.array(z.string()).optional() });

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
  storeBuildNumber: optionalText.describe('What the store knows the build by, where it is not buildNumber'),
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

/** An entry of a list: the release alone. */
export const releaseSummaryView = z.strictObject(releaseFields);

/** The whole release with everything it names. */
export const releaseView = z.strictObject({
  ...releaseFields,
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
