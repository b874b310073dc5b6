// People of a tenant: the user, the membership with its role, sentinels of unique email and username, and the names a
// user has on providers (identities).
import { Entity, type EntityItem } from 'electrodb';
import { ROLES } from '../names.ts';
import { IDENTITY_PROVIDERS, identityKeys, membershipKeys, uniqueUserKeys, userKeys } from './keys.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });

export const createUserEntity = (table: string) =>
  new Entity(
    {
      model: model('user'),
      attributes: {
        tenantId: { type: 'string', required: true },
        userId: { type: 'string', required: true },
        email: { type: 'string', required: true },
        username: { type: 'string', required: true },
        fullName: { type: 'string', required: true },
        isActive: { type: 'boolean', required: true },
        createdAt: { type: 'string', required: true },
      },
      indexes: {
        byId: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: userKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['userId'], template: userKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createMembershipEntity = (table: string) =>
  new Entity(
    {
      model: model('membership'),
      attributes: {
        tenantId: { type: 'string', required: true },
        userId: { type: 'string', required: true },
        role: { type: ROLES, required: true },
        isActive: { type: 'boolean', required: true },
        name: { type: 'string', required: true },
      },
      indexes: {
        byUser: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: membershipKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['userId'], template: membershipKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createUniqueUserEntity = (table: string) =>
  new Entity(
    {
      model: model('uniqueUser'),
      attributes: {
        tenantId: { type: 'string', required: true },
        field: { type: ['email', 'username'] as const, required: true },
        value: { type: 'string', required: true },
        userId: { type: 'string', required: true },
      },
      indexes: {
        byValue: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: uniqueUserKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['field', 'value'], template: uniqueUserKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createIdentityEntity = (table: string) =>
  new Entity(
    {
      model: model('identity'),
      attributes: {
        tenantId: { type: 'string', required: true },
        provider: { type: IDENTITY_PROVIDERS, required: true },
        externalId: { type: 'string', required: true },
        userId: { type: 'string', required: true },
      },
      indexes: {
        byExternalId: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'provider'], template: identityKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: ['externalId'], template: identityKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type UserItem = EntityItem<ReturnType<typeof createUserEntity>>;
export type MembershipItem = EntityItem<ReturnType<typeof createMembershipEntity>>;
