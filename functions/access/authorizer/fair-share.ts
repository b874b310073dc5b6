// A tenant's fair share of requests, in the authorizer's memory. Each execution environment allows a tenant a rate and a
// burst of twice the rate, so that one tenant cannot use up the API's throttle for all.

/** Answers the seconds to wait; 0 if the request may continue. `now` is epoch milliseconds. */
export type TakeShare = (tenantId: string, now: number) => number;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** The most tenants in memory. The least recent ones are dropped first and then have their whole share again. */
const MOST_TENANTS = 5_000;

export function createFairShare(perSecond: number): TakeShare {
  const most = 2 * perSecond;
  const buckets = new Map<string, Bucket>();
  return (tenantId, now) => {
    const known = buckets.get(tenantId) ?? { left: most, at: now };
    const filled = Math.min(most, known.left + (Math.max(0, now - known.at) / 1000) * perSecond);
    const isLet = filled >= 1;
    buckets.delete(tenantId);
    buckets.set(tenantId, { left: isLet ? filled - 1 : filled, at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > MOST_TENANTS && oldest !== undefined) buckets.delete(oldest);
    return isLet ? 0 : Math.ceil((1 - filled) / perSecond);
  };
}
