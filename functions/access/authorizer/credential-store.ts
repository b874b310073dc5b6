// Reads tenants, users and credentials by key, and notes the use of credentials, without ElectroDB, which would slow down the
// authorizer's start: every request waits for it.
import { isId, type TenantId } from '../../../entities/_base/ids.ts';
import { type Definition, type KeyValues, readItem } from '../../../entities/_base/table/entity.ts';
import { fillKey, type Keys, keyOf } from '../../../entities/_base/table/keys.ts';
import { readFirst, readOne } from '../../../entities/_base/table/reads.ts';
import { sendAlone, type Table, updateItem } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { type ApiTokenItem, apiTokenDefinition } from '../../../entities/access/api-token.entity.ts';
import { MOST_ADDRESSES, USED_EVERY_MS } from '../../../entities/access/api-token.model.ts';
import { TokenAddressAdded } from '../../../entities/access/events.ts';
import { type IssuerItem, issuerDefinition } from '../../../entities/access/issuers/issuer.entity.ts';
import { issuerKeys } from '../../../entities/access/issuers/issuer.keys.ts';
import { addressOf } from '../../../entities/access/passwords/attempt.model.ts';
import { type SessionItem, sessionDefinition, sessionHeadDefinition } from '../../../entities/access/session.entity.ts';
import { SEEN_EVERY_MS } from '../../../entities/access/session.model.ts';
import { agentDefinition } from '../../../entities/agents/agent.entity.ts';
import { memberOf } from '../../../entities/people/rights.model.ts';
import { userDefinition } from '../../../entities/people/user.entity.ts';
import { tenantDefinition, tenantSlugDefinition } from '../../../entities/tenants/tenant.entity.ts';
import type { Caller, Save } from '../../_kit/save.ts';
import type { Sender } from './authorize.ts';

export type CredentialStore = ReturnType<typeof createCredentialStore>;

export function createCredentialStore(table: Table, save: Save) {
  async function find<Item extends object, K extends Keys>(
    definition: Definition<Item, K>,
    values: KeyValues<Item, K>,
  ): Promise<Item | undefined> {
    const stored = await readOne(table, keyOf(definition.keys, values));
    return stored && readItem(definition, stored);
  }

  /** From an address that has not used the token: with an audit entry, and the oldest address is forgotten. */
  async function noteAddress(token: ApiTokenItem, actor: Caller['actor'], { now, ...sender }: Sender): Promise<void> {
    const { tokenId, addresses: before = [] } = token;
    const tenantId = token.tenantId as TenantId;
    const address = addressOf(sender.ip);
    const caller: Caller = { tenantId, actor, at: now, ...sender };
    const addresses = [...before, address].slice(-MOST_ADDRESSES);
    const unchanged = token.addresses === undefined ? 'attribute_not_exists(addresses)' : 'addresses = :before';
    await save(caller, {
      writes: [
        updateItem(
          table,
          keyOf(apiTokenDefinition.keys, token),
          {
            expression: 'SET lastUsedAt = :now, lastUsedIp = :ip, addresses = :addresses',
            values: { now: isoOf(now), ip: sender.ip, addresses },
          },
          {
            expression: `attribute_exists(pk) AND ${unchanged}`,
            ...(token.addresses && { values: { before: token.addresses } }),
          },
        ),
      ],
      events: [TokenAddressAdded.create(caller, tokenId, { tokenId })],
      audit: {
        action: 'token.used_from_new_address',
        resourceType: 'ApiToken',
        resourceId: tokenId,
        details: { address },
      },
    });
  }

  async function tenant(tenantId: TenantId) {
    const found = await find(tenantDefinition, { tenantId });
    return found?.deletedAt === undefined ? found : undefined;
  }

  return {
    /** Undefined for a tenant that is being deleted. */
    tenant,
    /** By id, slug or an earlier slug. */
    async tenantNamed(of: string) {
      const tenantId = isId(of) ? of : (await find(tenantSlugDefinition, { slug: of }))?.tenantId;
      return tenantId === undefined ? undefined : tenant(tenantId as TenantId);
    },
    /** All that the tenant registered. */
    issuers: async (tenantId: string): Promise<IssuerItem[]> =>
      (await readFirst(table, { pk: fillKey(issuerKeys.pk, { tenantId }) })).map((item) =>
        readItem(issuerDefinition, item),
      ),
    token: (tenantId: TenantId, tokenId: string) => find(apiTokenDefinition, { tenantId, tokenId }),
    session: (tenantId: TenantId, userId: string, sessionId: string) =>
      find(sessionDefinition, { tenantId, userId, sessionId }),
    /** The number of a user's valid sessions; see session.entity.ts. */
    generation: async (tenantId: TenantId, userId: string) =>
      (await find(sessionHeadDefinition, { tenantId, userId }))?.generation ?? 0,
    agent: (tenantId: TenantId, agentId: string) => find(agentDefinition, { tenantId, agentId }),
    member: async (tenantId: TenantId, userId: string) => memberOf(await find(userDefinition, { tenantId, userId })),

    async noteTokenUse(token: ApiTokenItem, actor: Caller['actor'], sender: Sender): Promise<void> {
      const { now, ip } = sender;
      if (!token.addresses?.includes(addressOf(ip))) return noteAddress(token, actor, sender);
      const before = isoOf(now - USED_EVERY_MS);
      if (token.lastUsedAt !== undefined && token.lastUsedAt > before) return;
      const set = { expression: 'SET lastUsedAt = :now, lastUsedIp = :ip', values: { now: isoOf(now), ip } };
      const isDue = {
        expression: 'attribute_exists(pk) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt <= :before)',
        values: { before },
      };
      await sendAlone(table, updateItem(table, keyOf(apiTokenDefinition.keys, token), set, isDue));
    },

    async noteSessionUse(session: SessionItem, { now, ip }: Sender): Promise<void> {
      const before = isoOf(now - SEEN_EVERY_MS);
      if (session.lastSeenAt > before) return;
      const set = { expression: 'SET lastSeenAt = :now, lastSeenIp = :ip', values: { now: isoOf(now), ip } };
      const isDue = { expression: 'attribute_exists(pk) AND lastSeenAt <= :before', values: { before } };
      await sendAlone(table, updateItem(table, keyOf(sessionDefinition.keys, session), set, isDue));
    },
  };
}
