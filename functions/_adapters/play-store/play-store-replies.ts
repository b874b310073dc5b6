// The parts of Google Play's replies that the client reads. Releases are sent back with unknown fields unchanged.
// https://developers.google.com/android-publisher/api-ref/rest/v3/edits.tracks
import * as z from 'zod';

export const editReply = z.object({ id: z.string() });

const release = z.looseObject({
  name: z.string().optional(),
  versionCodes: z.array(z.string()).optional(),
  status: z.string().optional(),
  /** Above 0 and below 1; set for a release that is `inProgress` or `halted`. */
  userFraction: z.number().optional(),
  inAppUpdatePriority: z.number().optional(),
  releaseNotes: z.array(z.looseObject({ language: z.string(), text: z.string().optional() })).optional(),
});
export type PlayRelease = z.output<typeof release>;

export const trackReply = z.object({ track: z.string(), releases: z.array(release).optional() });
