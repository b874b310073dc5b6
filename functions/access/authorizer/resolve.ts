// Resolves API tokens and sessions: to their user's rights as they are now, or for a token of CI to its own. Resolves agents.

import type { Actor } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { CI_OWNER, isSecretOf } from '../../../entities/access/api-token.model.ts';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { isLive, secretEnd } from '../../../entities/access/session.model.ts';
import { type CallerRole, type CredentialKind, weakerOf } from '../../../entities/names.ts';
import type { TenantItem } from '../../../entities/tenants/tenant.entity.ts';
import { logger } from '../../_kit/logger.ts';
import type { Form, Known, Resolve } from './authorize.ts';
import type { CredentialStore } from './credential-store.ts';

interface Resolved {
  readonly tenant: Pick<TenantItem, 'tenantId' | 'slug' | 'aliases'>;
  readonly actor: Actor;
  readonly role: CallerRole;
  readonly scopes: string;
  readonly credential: CredentialKind;
  readonly credentialId: string;
}

export const contextOf = ({ tenant, actor, role, scopes, credential, credentialId }: Resolved): Known['context'] => ({
  ...{ tenantId: tenant.tenantId, tenantSlug: tenant.slug, tenantAliases: (tenant.aliases ?? []).join(' ') },
  ...{ actorType: actor.type, actorId: actor.id, actorName: actor.name },
  ...{ role, scopes, credential, credentialId },
});

/** A use that cannot be noted does not stop the request: the next one is noted. */
async function noted(note: Promise<void>): Promise<void> {
  try {
    await note;
  } catch (error) {
    if ((error as { code?: string }).code === 'request.conflict') return;
    logger.warn('the use of a credential was not noted', { error: error as Error });
  }
}

const resolveToken =
  (store: CredentialStore): Resolve =>
  async (credential, sender) => {
    const read = readSecret('wl', credential);
    if (!read) return undefined;
    const tenantId = read.tenantId as TenantId;
    const [tenant, token] = await Promise.all([store.tenant(tenantId), store.token(tenantId, read.tokenId)]);
    if (!tenant || !token || token.revokedAt !== undefined || !isSecretOf(token, read.hash, sender.now))
      return undefined;
    const { ownerId, tokenId, name, role, scopes, hash, expiresAt, previousUntil } = token;
    const member = ownerId === CI_OWNER ? undefined : await store.member(tenantId, ownerId);
    if (ownerId !== CI_OWNER && !member?.isActive) return undefined;
    const actor: Actor = member
      ? { type: 'USER', id: member.userId, name: member.name }
      : { type: 'TOKEN', id: tokenId, name };
    const ends = [expiresAt, ...(read.hash === hash || previousUntil === undefined ? [] : [previousUntil])];
    const validUntil = Math.min(...ends.map((end) => Date.parse(end)));
    if (validUntil > sender.now) await noted(store.noteTokenUse(token, actor, sender));
    const held = member ? weakerOf(member.role, role) : role;
    const rights = { role: held, scopes, credential: 'API_TOKEN', credentialId: tokenId } as const;
    return { validUntil, context: contextOf({ tenant, actor, ...rights }) };
  };

const resolveSession =
  (store: CredentialStore): Resolve =>
  async (credential, sender, isPoll) => {
    const read = readSecret('wls', credential);
    if (!read) return undefined;
    const { userId, sessionId, hash } = read;
    const tenantId = read.tenantId as TenantId;
    const [tenant, session, generation, member] = await Promise.all([
      store.tenant(tenantId),
      store.session(tenantId, userId, sessionId),
      store.generation(tenantId, userId),
      store.member(tenantId, userId),
    ]);
    if (!tenant || !member?.isActive || !session) return undefined;
    const validUntil = secretEnd(session, hash);
    if (!isLive(session, generation, sender.now) || sender.now >= validUntil) return undefined;
    if (!isPoll) await noted(store.noteSessionUse(session, sender));
    const actor: Actor = { type: 'USER', id: userId, name: member.name };
    const rights = { role: member.role, scopes: '*', credential: 'SESSION', credentialId: sessionId } as const;
    return { validUntil, context: contextOf({ tenant, actor, ...rights }) };
  };

/** An agent may sync itself, and nothing else: no other route has its role. Its credential lasts until it registers again. */
const resolveAgent =
  (store: CredentialStore): Resolve =>
  async (credential) => {
    const read = readSecret('wla', credential);
    if (!read) return undefined;
    const tenantId = read.tenantId as TenantId;
    const [tenant, agent] = await Promise.all([store.tenant(tenantId), store.agent(tenantId, read.agentId)]);
    if (!tenant || !agent?.isActive || agent.credentialHash !== read.hash) return undefined;
    const actor: Actor = { type: 'AGENT', id: agent.agentId, name: agent.name };
    const rights = {
      role: 'AGENT',
      scopes: 'agents:write',
      credential: 'AGENT',
      credentialId: agent.agentId,
    } as const;
    return { validUntil: Number.POSITIVE_INFINITY, context: contextOf({ tenant, actor, ...rights }) };
  };

/** The credentials that the table knows. */
export const storedForms = (store: CredentialStore): readonly Form[] => [
  { fits: (credential) => readSecret('wl', credential) !== undefined, resolve: resolveToken(store) },
  { fits: (credential) => readSecret('wls', credential) !== undefined, resolve: resolveSession(store) },
  { fits: (credential) => readSecret('wla', credential) !== undefined, resolve: resolveAgent(store) },
];
