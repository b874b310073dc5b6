// A tenant's fair share of requests, kept in the authorizer's memory: each of its execution environments lets a tenant have so many
// a second and twice as many at once, so that one tenant cannot use up what the stage of the API lets through for all.

/** Answers the seconds to wait; 0 for a request that may go on. `now` is epoch milliseconds. */
export type TakeShare = (tenantId: string, now: number) => number;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** Tenants that are kept in mind; those that were quiet longest are forgotten first, and have their whole share again. */
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
