// The users behind the commits of a release: those to whom the accounts of its cycles belong, by identity or by mail address.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { PromotionsDeps } from '../deps.ts';

type Identity = Parameters<PromotionsDeps['people']['userOfIdentity']>[1];
type Deps = Pick<PromotionsDeps, 'releases' | 'people'>;

/** Of more, those of the last cycles. */
const MOST_ACCOUNTS = 500;
const AT_ONCE = 25;

async function accountsOf({ tenantId, releaseId }: ReleaseItem, { releases }: Deps): Promise<Identity[]> {
  const cycles = await releases.cycles.all(tenantId, releaseId);
  const accounts = cycles.toReversed().flatMap(({ authors = [] }) => authors as Identity[]);
  const byName = new Map(accounts.map((account) => [`${account.provider} ${account.externalId}`, account]));
  return [...byName.values()].slice(0, MOST_ACCOUNTS);
}

/** Ids of users, sorted. */
export async function authorsOf(release: ReleaseItem, deps: Deps): Promise<string[]> {
  const tenantId = release.tenantId as TenantId;
  const userOf = async (account: Identity): Promise<string | undefined> => {
    const userId = await deps.people.userOfIdentity(tenantId, account);
    return userId ?? (account.provider === 'email' ? deps.people.userOfEmail(tenantId, account.externalId) : undefined);
  };
  const accounts = await accountsOf(release, deps);
  const found: (string | undefined)[] = [];
  for (let from = 0; from < accounts.length; from += AT_ONCE) {
    found.push(...(await Promise.all(accounts.slice(from, from + AT_ONCE).map(userOf))));
  }
  return [...new Set(found.filter((userId) => userId !== undefined))].sort();
}
