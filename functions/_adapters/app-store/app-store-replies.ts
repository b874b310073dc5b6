// The parts of App Store Connect's replies that the client reads, and the states it decides by.
// https://developer.apple.com/documentation/appstoreconnectapi
import * as z from 'zod';

const id = z.object({ id: z.string() });
const related = z.object({ data: id.nullish() }).optional();

export const appReply = z.object({
  data: z.object({ attributes: z.object({ name: z.string(), bundleId: z.string() }) }),
});

const version = z.object({
  id: z.string(),
  attributes: z.object({
    versionString: z.string(),
    appVersionState: z.string(),
    platform: z.string().optional(),
    releaseType: z.string().nullish(),
    earliestReleaseDate: z.string().nullish(),
  }),
});
export type Version = z.output<typeof version>;
export const versionReply = z.object({ data: version });
export const versionsReply = z.object({ data: z.array(version) });

export const buildsReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({ version: z.string(), processingState: z.string(), expired: z.boolean().nullish() }),
    }),
  ),
});
export const attachedBuildReply = z.object({
  data: z.object({ id: z.string(), attributes: z.object({ version: z.string() }).optional() }).nullable(),
});

/** The older kind of submission; only through it can an approved version be withdrawn before its release. */
export const legacySubmissionReply = z.object({ data: id.nullable() });

/** The localization of a version; those of an app have no "What's New". */
export const localizationReply = z.object({
  id: z.string(),
  attributes: z.object({ locale: z.string(), whatsNew: z.string().nullish() }),
});
export const localizationsReply = z.object({ data: z.array(localizationReply) });

export const appInfosReply = z.object({
  data: z.array(z.object({ id: z.string(), attributes: z.object({ state: z.string().nullish() }) })),
});
export const appLocaleReply = z.object({
  data: z.object({ attributes: z.object({ primaryLocale: z.string().nullish() }) }),
});

const submission = z.object({
  id: z.string(),
  attributes: z.object({ state: z.string() }),
  relationships: z.object({ appStoreVersionForReview: related }).optional(),
});
export const submissionReply = z.object({ data: submission });
export const submissionsReply = z.object({ data: z.array(submission) });

export const itemsReply = z.object({
  data: z.array(z.object({ id: z.string(), relationships: z.object({ appStoreVersion: related }).optional() })),
});

/** A version in one of these states can still be changed and submitted; in any other it has been submitted. */
export const EDITABLE_STATES = [
  'PREPARE_FOR_SUBMISSION',
  'READY_FOR_REVIEW',
  'DEVELOPER_REJECTED',
  'REJECTED',
  'METADATA_REJECTED',
  'INVALID_BINARY',
];

/** A version in one of these states occupies the app's only place per platform. */
export const UNSETTLED_STATES = [
  ...EDITABLE_STATES,
  'WAITING_FOR_REVIEW',
  'IN_REVIEW',
  'WAITING_FOR_EXPORT_COMPLIANCE',
  'ACCEPTED',
  'PENDING_APPLE_RELEASE',
  'PENDING_DEVELOPER_RELEASE',
  'PROCESSING_FOR_DISTRIBUTION',
];

/** A submission in one of these states can be submitted: a draft, or a rejected one that is being corrected. */
export const OPEN_STATES = ['READY_FOR_REVIEW', 'UNRESOLVED_ISSUES'];

/** A submission in one of these states can be cancelled or is being cancelled. */
export const IN_REVIEW_STATES = ['WAITING_FOR_REVIEW', 'IN_REVIEW', 'CANCELING'];

/** All states except COMPLETE. */
export const UNDER_WAY_STATES = [...OPEN_STATES, ...IN_REVIEW_STATES, 'COMPLETING'];

/** A phased release follows Apple's schedule; `currentDayNumber` does not count paused days. */
const phased = z.object({
  id: z.string(),
  attributes: z.object({
    phasedReleaseState: z.string(),
    currentDayNumber: z.number().nullish(),
    totalPauseDuration: z.number().nullish(),
  }),
});
export const phasedReply = z.object({ data: phased });
export const maybePhasedReply = z.object({ data: phased.nullable() });
