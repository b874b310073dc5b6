// Reads which mail a tenant may send: its binding, and which addresses are those of active members. Two reads by key,
// for functions with ElectroDB and those without it.
import { type Key, keyOf } from '../../_base/table/keys.ts';
import type { Item } from '../../_base/table/raw-table.ts';
import { membershipKeys, tenantKeys, uniqueUserKeys } from '../tenant.keys.ts';
import type { MailBinding } from './mail.model.ts';

export interface MailRules {
  readonly binding: MailBinding;
  /** Of the addresses that were asked about, in small letters. */
  readonly members: ReadonlySet<string>;
}

/** `addresses` are those whose members are looked for. */
export type ReadMailRules = (tenantId: string, addresses: readonly string[]) => Promise<MailRules>;

/** Answers the items that exist, in no order. */
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
    const people = await getMany(ids.map((userId) => keyOf(membershipKeys, { tenantId, userId })));
    const active = new Set(people.filter(({ isActive }) => isActive === true).map(({ userId }) => userId));
    const members = users.filter(({ userId }) => active.has(userId)).map(({ value }) => String(value));
    return { binding: { slug: '', ...tenant } as MailBinding, members: new Set(members) };
  };
