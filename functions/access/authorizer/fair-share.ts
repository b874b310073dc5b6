// A tenant's fair shares of requests, in the authorizer's memory. Each execution environment allows a tenant a rate and a
// burst of twice the rate, so that one tenant cannot use up the API's throttle for all. People's sessions and agents each have a
// share apart from tokens and JWTs, so that neither open pages of the console nor many agents ever starve CI.
import { ownValue } from '../../../entities/_base/own-value.ts';

interface Taker {
  readonly tenantId: string;
  /** `SESSION` for people, `AGENT` for agents; see CREDENTIAL_KINDS. */
  readonly credential?: string | undefined;
}

/** Answers the seconds to wait; 0 if the request may continue. `now` is epoch milliseconds. */
export type TakeShare = (taker: Taker, now: number) => number;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** Credentials whose share is not that of CI. */
const APART: Readonly<Record<string, string>> = { SESSION: ' people', AGENT: ' agents' };

/** The most shares in memory. The least recent ones are dropped first and are then whole again. */
const MOST_SHARES = 10_000;

export function createFairShare(perSecond: number): TakeShare {
  const most = 2 * perSecond;
  const buckets = new Map<string, Bucket>();
  return ({ tenantId, credential }, now) => {
    const share = `${tenantId}${ownValue(APART, credential ?? '') ?? ''}`;
    const known = buckets.get(share) ?? { left: most, at: now };
    const filled = Math.min(most, known.left + (Math.max(0, now - known.at) / 1000) * perSecond);
    const isLet = filled >= 1;
    buckets.delete(share);
    buckets.set(share, { left: isLet ? filled - 1 : filled, at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > MOST_SHARES && oldest !== undefined) buckets.delete(oldest);
    return isLet ? 0 : Math.ceil((1 - filled) / perSecond);
  };
}
