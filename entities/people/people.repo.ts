// Reads and writes of people: users, memberships and identities. Writes are returned for a transaction.
import type { TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { userErrors } from './errors.ts';
import {
  identityDefinition,
  type MembershipItem,
  membershipDefinition,
  type UserItem,
  uniqueUserDefinition,
  userDefinition,
} from './user.entity.ts';
import type { IDENTITY_PROVIDERS } from './user.keys.ts';

export interface Identity {
  readonly provider: (typeof IDENTITY_PROVIDERS)[number];
  readonly externalId: string;
}

export type PeopleRepo = ReturnType<typeof createPeopleRepo>;

export function createPeopleRepo(table: Table) {
  const users = itemsOf(table, userDefinition);
  const memberships = itemsOf(table, membershipDefinition);
  const unique = itemsOf(table, uniqueUserDefinition);
  const identities = itemsOf(table, identityDefinition);

  return {
    membershipOf: (tenantId: TenantId, userId: string): Promise<MembershipItem | undefined> =>
      memberships.find({ tenantId, userId }),

    members: (tenantId: TenantId): Promise<MembershipItem[]> => memberships.all({ tenantId }),

    /** Fails the transaction unless the user is an active member. */
    checkMember: (tenantId: TenantId, userId: string, otherwise: Write['otherwise']): Write =>
      memberships.check({ tenantId, userId }, { expression: 'isActive = :true', values: { true: true } }, otherwise),

    createUser(item: Born<UserItem>, role: MembershipItem['role'], names: readonly Identity[]): Write[] {
      const { tenantId, userId, createdAt } = item;
      const taken = (field: 'email' | 'username') =>
        unique.create(
          { tenantId, userId, field, value: item[field].toLowerCase() },
          userErrors.taken({
            fields: [{ path: field, code: 'user.taken', message: `${item[field]} belongs to another user` }],
          }),
        );
      return [
        users.first(item),
        memberships.first({ tenantId, userId, createdAt, role, isActive: true, name: item.fullName }),
        taken('email'),
        taken('username'),
        ...names.map((name) => identities.create({ tenantId, userId, ...name }, userErrors.identity_taken())),
      ];
    },

    /** The id of the user with this username, ignoring case. */
    userOfName: async (tenantId: TenantId, username: string): Promise<string | undefined> =>
      (await unique.find({ tenantId, field: 'username', value: username.toLowerCase() }))?.userId,

    /** The id of the user with this identity at a provider. */
    userOfIdentity: async (tenantId: TenantId, name: Identity): Promise<string | undefined> =>
      (await identities.find({ tenantId, ...name }))?.userId,
  };
}
