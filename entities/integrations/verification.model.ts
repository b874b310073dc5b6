// The verification of an integration: its status, the time of the next automatic check, and answers that are not believed
// at once. Pure, and small: notifiers bundle it.
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
/**
 * Checks of integrations that were verified in the same second are spread over this time, so that a service does not get
 * them all at once.
 */
const SPREAD_MS = 3_600_000;

/** Derived from the id and evenly distributed. */
const placeOf = (integrationId: string): number =>
  [...integrationId].reduce((place, letter) => (place * 31 + letter.charCodeAt(0)) % SPREAD_MS, 0);

/** At most a day after the last verification, or the creation; ISO 8601. */
export const nextCheckAt = ({ integrationId, createdAt, lastVerifiedAt }: Checked): string =>
  isoOf(Date.parse(lastVerifiedAt ?? createdAt) + DAY_MS - placeOf(integrationId));

/** Errors that a service in trouble or in maintenance may answer: asked again before they are believed. */
const PASSING: ReadonlySet<string> = new Set([
  'integration.unavailable',
  'integration.rate_limited',
  'integration.reply_invalid',
]);

export const mayPass = ({ code }: { readonly code: string }): boolean => PASSING.has(code);
