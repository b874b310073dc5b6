// Reads and writes of tenants, people and tokens. Writes are returned for a transaction.
import type { TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { type ApiTokenItem, apiTokenDefinition } from './api-token.entity.ts';
import { tenantErrors } from './errors.ts';
import { type TenantItem, tenantDefinition, tenantSlugDefinition } from './tenant.entity.ts';
import type { IDENTITY_PROVIDERS } from './tenant.keys.ts';
import {
  identityDefinition,
  type MembershipItem,
  membershipDefinition,
  type UserItem,
  uniqueUserDefinition,
  userDefinition,
} from './user.entity.ts';

export interface Identity {
  readonly provider: (typeof IDENTITY_PROVIDERS)[number];
  readonly externalId: string;
}

export type TenantRepo = ReturnType<typeof createTenantRepo>;

export function createTenantRepo(table: Table) {
  const tenants = itemsOf(table, tenantDefinition);
  const slugs = itemsOf(table, tenantSlugDefinition);
  const users = itemsOf(table, userDefinition);
  const memberships = itemsOf(table, membershipDefinition);
  const unique = itemsOf(table, uniqueUserDefinition);
  const identities = itemsOf(table, identityDefinition);
  const tokens = itemsOf(table, apiTokenDefinition);

  return {
    idOfSlug: async (slug: string): Promise<TenantId | undefined> =>
      (await slugs.find({ slug }))?.tenantId as TenantId | undefined,

    /** Also undefined for a tenant that is being deleted. */
    async get(tenantId: TenantId): Promise<TenantItem | undefined> {
      const found = await tenants.find({ tenantId });
      return found?.deletedAt === undefined ? found : undefined;
    },

    /** Also answers a tenant that is being deleted. */
    stored: (tenantId: TenantId): Promise<TenantItem | undefined> => tenants.find({ tenantId }),

    /** Fails the transaction unless the tenant exists and is not being deleted. */
    checkThere: (tenantId: TenantId, otherwise: Write['otherwise']): Write =>
      tenants.check(
        { tenantId },
        { expression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)' },
        otherwise,
      ),

    /** Marks the tenant as deleted: from now on it is answered as unknown. `at` is ISO 8601. */
    markDeleted: (loaded: TenantItem, at: string): Write => tenants.change(loaded, at, { deletedAt: at }),

    /** Replaces the mail binding: senders, and recipients besides the members. */
    bindMail: (loaded: TenantItem, at: string, mailSenders: string[], mailRecipients: string[]): Write =>
      tenants.change(loaded, at, { mailSenders, mailRecipients }),

    /** Deletes the tenant and its slug, the last of its data. */
    remove: (loaded: TenantItem): Write[] => [tenants.remove(loaded), slugs.forget(loaded)],

    create: (item: Born<TenantItem>): Write[] => [
      tenants.first(item),
      slugs.create({ slug: item.slug, tenantId: item.tenantId }, tenantErrors.slug_taken()),
    ],

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
          tenantErrors.user_taken({
            fields: [{ path: field, code: 'tenant.user_taken', message: `${item[field]} belongs to another user` }],
          }),
        );
      return [
        users.first(item),
        memberships.first({ tenantId, userId, createdAt, role, isActive: true, name: item.fullName }),
        taken('email'),
        taken('username'),
        ...names.map((name) => identities.create({ tenantId, userId, ...name }, tenantErrors.identity_taken())),
      ];
    },

    /** The id of the user with this username, ignoring case. */
    userOfName: async (tenantId: TenantId, username: string): Promise<string | undefined> =>
      (await unique.find({ tenantId, field: 'username', value: username.toLowerCase() }))?.userId,

    /** The id of the user with this identity at a provider. */
    userOfIdentity: async (tenantId: TenantId, name: Identity): Promise<string | undefined> =>
      (await identities.find({ tenantId, ...name }))?.userId,

    createToken: (item: Born<ApiTokenItem>): Write => tokens.first(item),

    /** All issued tokens, including revoked ones. */
    tokens: (tenantId: TenantId): Promise<ApiTokenItem[]> => tokens.all({ tenantId }),

    revokeToken: (loaded: ApiTokenItem, at: string): Write => tokens.change(loaded, at, { isRevoked: true }),

    tokenOfHash: (tenantId: TenantId, hash: string): Promise<ApiTokenItem | undefined> =>
      tokens.find({ tenantId, hash }),
  };
}
