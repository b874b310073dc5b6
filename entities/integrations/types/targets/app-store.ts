// APP_STORE: an app at App Store Connect.
import * as z from 'zod';
import { baseUrl, defaultNotes, secret, text } from '../config-fields.ts';
import type { TargetStore } from '../integration-type.ts';

const config = z.lazy(() =>
  z.strictObject({
    baseUrl: baseUrl('https://api.appstoreconnect.apple.com'),
    appId: text(64),
    platform: z.enum(['IOS', 'MAC_OS', 'TV_OS', 'VISION_OS']).default('IOS'),
    defaultNotes: defaultNotes(4000),
  }),
);

export const appStore = {
  kind: 'TARGET',
  config,
  credentials: z.lazy(() =>
    z.strictObject({
      issuerId: secret(64),
      keyId: secret(64),
      privateKey: secret().describe('The .p8 file: a PKCS#8 PEM of an EC P-256 key'),
      webhookSecret: secret(256).optional().describe('Verifies X-Apple-Signature of App Store Connect webhooks'),
    }),
  ),
  sent: ['privateKey'],
  unverified: [],
  sender: 'app-store',
  platform: 'IOS',
  rollout: {
    percentages: [1, 100],
    percentageRefusal:
      'The App Store releases in phases by its own schedule: 1 begins it, 100 releases to all, other percentages are not possible',
    schedule: [1, 2, 5, 10, 20, 50, 100],
    maxPausedDays: 30,
    refusals: { HALT: 'The App Store cannot halt a release: pause the phased release, or submit a new version' },
  },
} as const satisfies TargetStore;
