// The verification of an integration: its status, when it is verified again automatically, and which answers of the
// service cannot be believed yet. Pure, and small: notifiers bundle it.
import { isoOf } from '../_base/time/iso.ts';

export const VERIFICATION_STATUSES = ['PENDING', 'VALID', 'INVALID', 'EXPIRED'] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** HEALTHY: the last call to the service succeeded. UNHEALTHY: it failed. UNKNOWN: none since the last change. */
export const HEALTH_STATUSES = ['UNKNOWN', 'HEALTHY', 'UNHEALTHY'] as const;

interface Checked {
  readonly integrationId: string;
  readonly createdAt: string;
  readonly lastVerifiedAt?: string | undefined;
}

const DAY_MS = 86_400_000;
/** Integrations verified in the same second are verified again over this time, so that no service gets all at once. */
const SPREAD_MS = 3_600_000;

/** The same for the same id, evenly over the spread. */
const placeOf = (integrationId: string): number =>
  [...integrationId].reduce((place, letter) => (place * 31 + letter.charCodeAt(0)) % SPREAD_MS, 0);

/** At most a day after it was verified last, or created; ISO 8601. */
export const nextCheckAt = ({ integrationId, createdAt, lastVerifiedAt }: Checked): string =>
  isoOf(Date.parse(lastVerifiedAt ?? createdAt) + DAY_MS - placeOf(integrationId));

/** A service in trouble says these, and one that is being mended: asked again before they are believed. */
const PASSING: ReadonlySet<string> = new Set([
  'integration.unavailable',
  'integration.rate_limited',
  'integration.reply_invalid',
]);

export const mayPass = ({ code }: { readonly code: string }): boolean => PASSING.has(code);
