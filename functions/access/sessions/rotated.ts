// The session of a request with a new secret.

import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import type { SessionItem } from '../../../entities/access/session.entity.ts';
import { viewSession } from '../../../entities/access/session.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { AccessDeps } from '../deps.ts';

interface Rotated {
  readonly token: string;
  readonly session: ReturnType<typeof viewSession>;
  readonly write: Write;
}

/** Throws `session.required` if the request was not sent by a session. */
export async function ownSession(
  { tenantId, actor, credential, at }: Caller,
  { sessions }: Pick<AccessDeps, 'sessions'>,
): Promise<SessionItem> {
  if (credential?.kind !== 'SESSION') throw sessionErrors.required();
  return sessions.get(tenantId, actor.id, credential.id, at);
}

/** `changes` belong to the reason of the rotation. The earlier secret is accepted only if they say so. */
export function rotated(
  session: SessionItem,
  at: number,
  { sessions }: Pick<AccessDeps, 'sessions'>,
  changes: Partial<Pick<SessionItem, 'generation' | 'previousHash' | 'previousUntil'>>,
): Rotated {
  const { tenantId, userId, sessionId } = session;
  const { secret, hash } = mintSecret('wls', { tenantId, userId, sessionId });
  const all = { previousHash: undefined, previousUntil: undefined, ...changes, hash, lastSeenAt: isoOf(at) };
  const view = viewSession({ ...session, ...all } as SessionItem, sessionId);
  return { token: secret, session: view, write: sessions.change(session, isoOf(at), all) };
}
