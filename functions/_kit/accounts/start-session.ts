// Starts a session for a user who has proved who they are. Called by the domains with which people sign in.
import type { Envelope } from '../../../entities/_base/events.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { expiryOf, isoOf } from '../../../entities/_base/time/iso.ts';
import { SessionStarted } from '../../../entities/access/events.ts';
import { addressOf } from '../../../entities/access/passwords/attempt.model.ts';
import type { AttemptRepo } from '../../../entities/access/passwords/attempt.repo.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { sessionDefinition } from '../../../entities/access/session.entity.ts';
import { SESSION_MS, viewSession } from '../../../entities/access/session.model.ts';
import type { SessionRepo } from '../../../entities/access/session.repo.ts';
import type { SignInMethod } from '../../../entities/names.ts';
import type { Visitor } from '../http/request.ts';
import type { Caller, Save } from '../save.ts';

export interface SignedIn {
  readonly tenantId: TenantId;
  readonly user: { readonly userId: string; readonly name: string };
  readonly methods: readonly SignInMethod[];
  readonly visitor: Omit<Visitor, 'tenant'>;
  /** The generation of the user's sessions, read before the proof was checked. */
  readonly generation: number;
  /** Conditions and changes that belong to the proof. */
  readonly writes?: readonly Write[];
  readonly events?: (caller: Caller) => readonly Envelope[];
}

export interface SessionDeps {
  readonly sessions: SessionRepo;
  readonly attempts: AttemptRepo;
  readonly save: Save;
}

const MOST_AGENT_CHARACTERS = 200;
const DAYS = 8;

/** Answers the session and its secret. Throws `request.conflict` if all sessions of the user were revoked meanwhile. */
export async function startSession(
  { tenantId, user, methods, visitor, generation, writes = [], events = () => [] }: SignedIn,
  { sessions, attempts, save }: SessionDeps,
) {
  const { userId, name } = user;
  const { at, ip, correlationId } = visitor;
  const sessionId = newId<'Session'>();
  const { secret, hash } = mintSecret('wls', { tenantId, userId, sessionId });
  const createdAt = isoOf(at);
  const userAgent = (visitor.userAgent ?? '').slice(0, MOST_AGENT_CHARACTERS).toWellFormed();
  const session = {
    ...{ tenantId, sessionId, userId, hash, generation, methods: [...methods], ip, userAgent },
    ...{ lastSeenAt: createdAt, lastSeenIp: ip, endsAt: isoOf(at + SESSION_MS), expiresAtEpoch: expiryOf(at, DAYS) },
    ...firstStamps(sessionDefinition, createdAt),
  };
  const caller: Caller = { tenantId, actor: { type: 'USER', id: userId, name }, correlationId, at, ip, userAgent };
  await save(caller, {
    writes: [...sessions.create(session), attempts.know(tenantId, userId, addressOf(ip), at), ...writes],
    events: [SessionStarted.create(caller, userId, { userId, sessionId }), ...events(caller)],
    audit: { action: 'session.started', resourceType: 'Session', resourceId: sessionId, details: { userId, methods } },
  });
  return { token: secret, session: viewSession(session, sessionId) };
}
