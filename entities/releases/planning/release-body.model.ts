// The body that creates a release, over HTTP or at a departure of a train. Pure zod. It is not in release.model.ts, as trains do not
// need the views. Source: `releases` of the release-integrations model.
import * as z from 'zod';
import { GIT_NAME } from '../../_base/git-name.ts';
import { isId } from '../../_base/ids.ts';
import { prose, reference } from '../../_base/text.ts';
import { dayOrTime, instant } from '../../_base/time/wall-time.ts';
import { slug } from '../../catalog/services/service.model.ts';
import { PLATFORMS } from '../../integrations/types/integration-type.ts';
import { EXISTING_CHOICES, RELEASE_TYPES } from '../lifecycle/status.model.ts';
import { targetOptions } from '../targets/target-options.model.ts';
import { componentsBody } from './release-components.model.ts';

export const branch = z
  .string()
  .max(200)
  .regex(GIT_NAME, 'must be a name that git takes: no space, none of ~ ^ : ? * [ \\, no ".."');
/** A version is the end of the default branch and of the tag, so it must be legal in git. */
export const version = z
  .string()
  .max(64)
  .regex(/^(?!.*(?:\.\.|\.lock$|\.$))[0-9A-Za-z][0-9A-Za-z.+_-]*$/, 'must be a version such as 1.5.0');
/** The most characters of a releaseKey; a longer key is not looked up. */
export const MAX_RELEASE_KEY = 200;
/** Paths name a release by id or key, so a key must not look like an id. */
const releaseKey = z
  .string()
  .max(MAX_RELEASE_KEY)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+_@:-]*$/, 'may hold letters, digits and . + _ @ : -')
  .refine((key) => !isId(key), { error: 'must not look like an id' });
const uniqueReferences = z.array(reference).max(20);

/** The choice about an existing branch or tag. With either choice, an existing page of the tag gets the notes of this release. */
export const existingChoice = (noun: 'branch' | 'tag') =>
  z
    .enum(EXISTING_CHOICES)
    .describe(
      `For an existing ${noun} of that name that the release did not make: TAKE uses it unchanged, MOVE moves it to the commit of the release. Refused by default`,
    );

export const WAITS_FOR_NOTES =
  'Targets wait until a person has written release notes in some language, or submits them by POST …/targets/{integration}/submit';

export const createReleaseBody = z.lazy(() =>
  z.strictObject({
    service: slug,
    createService: z.boolean().optional().describe('Create the service if it does not exist, in the same transaction'),
    version,
    releaseType: z.enum(RELEASE_TYPES),
    releaseKey: releaseKey.optional().describe('Unique in the tenant. Default service@version'),
    scmIntegrationId: reference,
    baseBranch: branch.optional().describe('The branch from which the release is cut; a HOTFIX may name a tag instead'),
    baseTag: branch
      .optional()
      .describe(
        'HOTFIX only: the tag from which it is cut. Default without baseBranch: the tag of the previous release',
      ),
    branchRelease: branch
      .optional()
      .describe('Default release/<version>; services of one repository need different branches'),
    branchCodepush: branch.optional(),
    existingBranch: existingChoice('branch').optional(),
    existingTag: existingChoice('tag').optional(),
    baseVersion: version.optional().describe('Default: the previous release of the service'),
    targets: uniqueReferences
      .min(1, 'must name at least one target')
      .describe('Ids of TARGET integrations; the first is the primary one'),
    pipelines: uniqueReferences
      .default([])
      .describe('Ids of PIPELINE integrations; of several for one target, the first one feeds its store'),
    components: componentsBody.optional(),
    communicationIntegrationId: reference.optional(),
    ticketIntegrationId: reference.optional(),
    releasePilotId: reference.optional(),
    description: prose(4000).optional(),
    plannedDate: dayOrTime.optional(),
    autoKickoff: z.boolean().default(false).describe('Kick off automatically at plannedDate'),
    targetReleaseDate: dayOrTime
      .optional()
      .describe("ISO 8601; a day ends in the tenant's zone, and the release is late after it"),
    manualSubmission: z
      .boolean()
      .optional()
      .describe("Targets wait for a person's POST …/targets/{integration}/submit"),
    waitForNotes: z.boolean().optional().describe(WAITS_FOR_NOTES),
    submitAt: instant.optional().describe('Targets are submitted to their stores no sooner than this'),
    targetOptions: z
      .record(reference, targetOptions)
      .optional()
      .describe('By TARGET integration: the options of its submission'),
    platforms: z
      .array(z.enum(PLATFORMS))
      .min(1)
      .max(PLATFORMS.length)
      .optional()
      .describe('Default: the platforms of the targets'),
  }),
);
export type CreateReleaseBody = z.output<typeof createReleaseBody>;
