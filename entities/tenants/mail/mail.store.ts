// Reads a tenant's mail binding and the confirmed addresses of active members. Two reads by key, for functions with and without
// ElectroDB.
import { type Key, keyOf } from '../../_base/table/keys.ts';
import type { Item } from '../../_base/table/raw-table.ts';
import { uniqueUserKeys, userKeys } from '../../people/user.keys.ts';
import { tenantKeys } from '../tenant.keys.ts';
import type { MailBinding } from './mail.model.ts';

export interface MailRules {
  readonly binding: MailBinding;
  /** The asked addresses that belong to members, in lower case. */
  readonly members: ReadonlySet<string>;
}

/** Looks for members with these addresses. */
export type ReadMailRules = (tenantId: string, addresses: readonly string[]) => Promise<MailRules>;

/** Answers the existing items, in any order. */
type GetMany = (keys: readonly Key[]) => Promise<readonly Item[]>;

export const createMailRules =
  (getMany: GetMany): ReadMailRules =>
  async (tenantId, addresses) => {
    const asked = [...new Set(addresses.map((address) => address.toLowerCase()))];
    const tenantKey = keyOf(tenantKeys, { tenantId });
    const names = asked.map((value) => keyOf(uniqueUserKeys, { tenantId, field: 'email', value }));
    const found = await getMany([tenantKey, ...names]);
    const tenant = found.find(({ sk, pk }) => pk === tenantKey.pk && sk === tenantKey.sk);
    const users = found.filter((item) => item !== tenant);
    const ids = [...new Set(users.map(({ userId }) => String(userId)))];
    const people = await getMany(ids.map((userId) => keyOf(userKeys, { tenantId, userId })));
    const confirmed = people.filter(({ isActive, role, isEmailConfirmed }) => isActive && role && isEmailConfirmed);
    const members = confirmed.map(({ email }) => String(email).toLowerCase());
    return { binding: { slug: '', ...tenant } as MailBinding, members: new Set(members) };
  };
