// Reads and writes of tenants, people and tokens. Writes are returned, not sent.

import { baseErrors } from '../_base/conflicts.ts';
import type { TenantId } from '../_base/ids.ts';
import { checkItem, deleteItem, fillKey, putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { type ApiTokenItem, createApiTokenEntity } from './api-token.entity.ts';
import { tenantErrors } from './errors.ts';
import { type IDENTITY_PROVIDERS, membershipKeys, tenantKeys } from './keys.ts';
import { createTenantEntity, createTenantSlugEntity, type TenantItem } from './tenant.entity.ts';
import {
  createIdentityEntity,
  createMembershipEntity,
  createUniqueUserEntity,
  createUserEntity,
  type MembershipItem,
  type UserItem,
} from './user.entity.ts';

export interface Identity {
  readonly provider: (typeof IDENTITY_PROVIDERS)[number];
  readonly externalId: string;
}

export type TenantRepo = ReturnType<typeof createTenantRepo>;

export function createTenantRepo({ client, name: table }: Table) {
  const tenant = createTenantEntity(table);
  const slugs = createTenantSlugEntity(table);
  const user = createUserEntity(table);
  const membership = createMembershipEntity(table);
  const unique = createUniqueUserEntity(table);
  const identity = createIdentityEntity(table);
  const token = createApiTokenEntity(table);

  /** Also one that is being deleted. */
  async function stored(tenantId: TenantId): Promise<TenantItem | undefined> {
    const { data } = await tenant.get({ tenantId }).go({ client, consistent: true });
    return data ?? undefined;
  }

  return {
    async idOfSlug(slug: string): Promise<TenantId | undefined> {
      const { data } = await slugs.get({ slug }).go({ client, consistent: true });
      return data?.tenantId as TenantId | undefined;
    },

    /** Undefined also for one that is being deleted. */
    async get(tenantId: TenantId): Promise<TenantItem | undefined> {
      const found = await stored(tenantId);
      return found?.deletedAt === undefined ? found : undefined;
    },

    stored,

    /** Fails the transaction unless the tenant exists and is not being deleted. */
    checkThere: (tenantId: TenantId, otherwise: Write['otherwise']): Write =>
      checkItem(
        {
          TableName: table,
          Key: { pk: fillKey(tenantKeys.pk, { tenantId }), sk: tenantKeys.sk },
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)',
        },
        otherwise,
      ),

    /** Marks the tenant as deleted: from now on it is answered as unknown. `at` is ISO 8601. */
    markDeleted: ({ tenantId }: TenantItem, at: string): Write =>
      updateItem(
        tenant
          .patch({ tenantId })
          .set({ deletedAt: at })
          .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
          .params(),
        baseErrors.conflict(),
      ),

    /** Replaces the binding of its mail: its senders, and the recipients besides its people. */
    bindMail: ({ tenantId }: TenantItem, mailSenders: string[], mailRecipients: string[]): Write =>
      updateItem(
        tenant
          .patch({ tenantId })
          .set({ mailSenders, mailRecipients })
          .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
          .params(),
        baseErrors.conflict(),
      ),

    /** The tenant and its slug: the last of what is stored of it. */
    remove: ({ tenantId, slug }: TenantItem): Write[] => [
      deleteItem(tenant.remove({ tenantId }).params(), baseErrors.conflict()),
      deleteItem(slugs.remove({ slug }).params(), baseErrors.conflict()),
    ],

    create: (item: TenantItem): Write[] => [
      putItem(tenant.create(item).params(), baseErrors.conflict()),
      putItem(slugs.create({ slug: item.slug, tenantId: item.tenantId }).params(), tenantErrors.slug_taken()),
    ],

    async membershipOf(tenantId: TenantId, userId: string): Promise<MembershipItem | undefined> {
      const { data } = await membership.get({ tenantId, userId }).go({ client, consistent: true });
      return data ?? undefined;
    },

    async members(tenantId: TenantId): Promise<MembershipItem[]> {
      const { data } = await membership.query.byUser({ tenantId }).go({ client, pages: 'all', consistent: true });
      return data;
    },

    /** Fails the transaction unless the user is an active member. */
    checkMember: (tenantId: TenantId, userId: string, otherwise: Write['otherwise']): Write =>
      checkItem(
        {
          TableName: table,
          Key: { pk: fillKey(membershipKeys.pk, { tenantId }), sk: fillKey(membershipKeys.sk, { userId }) },
          ConditionExpression: 'isActive = :true',
          ExpressionAttributeValues: { ':true': true },
        },
        otherwise,
      ),

    createUser: (item: UserItem, role: MembershipItem['role'], identities: readonly Identity[]): Write[] => {
      const { tenantId, userId } = item;
      const taken = (['email', 'username'] as const).map((field) =>
        putItem(
          unique.create({ tenantId, userId, field, value: item[field].toLowerCase() }).params(),
          tenantErrors.user_taken({
            fields: [{ path: field, code: 'tenant.user_taken', message: `${item[field]} belongs to another user` }],
          }),
        ),
      );
      return [
        putItem(user.create(item).params(), baseErrors.conflict()),
        putItem(
          membership.create({ tenantId, userId, role, isActive: true, name: item.fullName }).params(),
          baseErrors.conflict(),
        ),
        ...taken,
        ...identities.map((name) =>
          putItem(identity.create({ tenantId, userId, ...name }).params(), tenantErrors.identity_taken()),
        ),
      ];
    },

    /** The id of the user who has this username, in upper or lower case. */
    async userOfName(tenantId: TenantId, username: string): Promise<string | undefined> {
      const key = { tenantId, field: 'username', value: username.toLowerCase() } as const;
      const { data } = await unique.get(key).go({ client, consistent: true });
      return data?.userId;
    },

    /** The id of the user who has this name on a provider. */
    async userOfIdentity(tenantId: TenantId, name: Identity): Promise<string | undefined> {
      const { data } = await identity.get({ tenantId, ...name }).go({ client });
      return data?.userId;
    },

    createToken: (item: ApiTokenItem): Write => putItem(token.create(item).params(), baseErrors.conflict()),

    /** All that were issued, revoked ones too. */
    async tokens(tenantId: TenantId): Promise<ApiTokenItem[]> {
      const { data } = await token.query.byHash({ tenantId }).go({ client, pages: 'all', consistent: true });
      return data;
    },

    revokeToken: ({ tenantId, hash }: ApiTokenItem): Write =>
      updateItem(
        token
          .patch({ tenantId, hash })
          .set({ isRevoked: true })
          .where(({ isRevoked }, { eq }) => eq(isRevoked, false))
          .params(),
        baseErrors.conflict(),
      ),

    async tokenOfHash(tenantId: TenantId, hash: string): Promise<ApiTokenItem | undefined> {
      const { data } = await token.get({ tenantId, hash }).go({ client, consistent: true });
      return data ?? undefined;
    },
  };
}
