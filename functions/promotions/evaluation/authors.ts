// The users behind the commits of a release: those who were known when its commits were read, and those to whom the accounts of its cut and
// cycles belong by now, by identity or by mail address.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { type Account, distinct, usersBehind } from '../../_kit/accounts/users-behind.ts';
import type { PromotionsDeps } from '../deps.ts';

type Deps = Pick<PromotionsDeps, 'releases' | 'people'>;

/** Of more, who became known after the commits were read stays unknown. */
const MOST_ACCOUNTS = 1000;

/** Ids of users, sorted. `known` are authors whom nothing makes others again. */
export async function authorsOf(release: ReleaseItem, known: readonly string[], deps: Deps): Promise<string[]> {
  const tenantId = release.tenantId as TenantId;
  const { releases, people } = deps;
  const [kept, cycles] = await Promise.all([
    releases.authors.find(tenantId, release.releaseId),
    releases.cycles.all(tenantId, release.releaseId),
  ]);
  const ofCycles = cycles.toReversed().flatMap(({ authors = [] }) => authors as Account[]);
  const accounts = distinct([...(kept?.accounts ?? []), ...ofCycles]).slice(0, MOST_ACCOUNTS);
  const users = await usersBehind(tenantId, accounts, people);
  return [...new Set([...known, ...(kept?.users ?? []), ...users])].sort();
}
