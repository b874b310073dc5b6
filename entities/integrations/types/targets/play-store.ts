// PLAY_STORE: an app at Google Play.
import * as z from 'zod';
import { baseUrl, defaultNotes, secret, text } from '../config-fields.ts';
import type { TargetStore } from '../integration-type.ts';

const AT_ONCE =
  'Google Play releases a version when its review ends: to decide the moment yourself, switch on managed publishing in the Play Console and publish there, or submit the version later';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://androidpublisher.googleapis.com'),
    tokenUrl: baseUrl('https://oauth2.googleapis.com/token'),
    packageName: text(255),
    track: text(64).default('production'),
    defaultNotes: defaultNotes(500),
    changesNotSentForReview: z
      .boolean()
      .optional()
      .describe(
        'true: changes wait in the Play Console until a person sends them for review; false: never. By default, as Google requires after a rejection',
      ),
    isDraftApp: z
      .boolean()
      .optional()
      .describe(
        'true: the app was never published, releases are drafts that a person releases in the Play Console; false: never. By default, as Google requires',
      ),
    inAppUpdatePriority: z
      .int()
      .min(0)
      .max(5)
      .optional()
      .describe('The urgency of in-app updates, 0 to 5, for releases without one of their own'),
  }),
);

export const playStore = {
  kind: 'TARGET',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      clientEmail: secret(320),
      privateKey: secret().describe('The service account key: a PKCS#8 PEM of an RSA key'),
    }),
  ),
  sent: ['privateKey'],
  unverified: [],
  platform: 'ANDROID',
  rollout: {
    percentages: undefined,
    percentageRefusal: 'A staged rollout on Google Play goes to more than 0 and at most 100 percent of users',
    submittedForAll:
      'Google Play begins a staged rollout with the submission, and this version was submitted for all: ask for a percentage before that',
    automaticOnly: AT_ONCE,
    refusals: { PAUSE: 'Google Play has no pause: halt the rollout, which can be resumed', RELEASE: AT_ONCE },
  },
} as const satisfies TargetStore;
