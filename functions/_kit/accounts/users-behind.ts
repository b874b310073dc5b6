// The users to whom accounts belong, by identity or by mail address.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { PeopleRepo } from '../../../entities/people/people.repo.ts';

type People = Pick<PeopleRepo, 'userOfIdentity' | 'userOfEmail'>;
type Identity = Parameters<People['userOfIdentity']>[1];

const AT_ONCE = 25;

export interface Account {
  readonly provider: string;
  readonly externalId: string;
}

const nameOf = ({ provider, externalId }: Account): string => `${provider} ${externalId}`;

/** Each account once, in the order of the first ones. */
export const distinct = <A extends Account>(accounts: readonly A[]): A[] =>
  [...new Map(accounts.toReversed().map((account) => [nameOf(account), account])).values()].toReversed();

/** Ids of users, sorted. */
export async function usersBehind(tenantId: TenantId, accounts: readonly Account[], people: People): Promise<string[]> {
  const userOf = async (account: Account): Promise<string | undefined> =>
    (await people.userOfIdentity(tenantId, account as Identity)) ??
    (account.provider === 'email' ? people.userOfEmail(tenantId, account.externalId) : undefined);
  const found: (string | undefined)[] = [];
  for (let from = 0; from < accounts.length; from += AT_ONCE) {
    found.push(...(await Promise.all(accounts.slice(from, from + AT_ONCE).map(userOf))));
  }
  return [...new Set(found.filter((userId) => userId !== undefined))].sort();
}
