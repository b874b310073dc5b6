// Gives the session that sends the request a new secret. Only this reply shows it: the idempotency record does not store it.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { SessionRotated } from '../../../entities/access/events.ts';
import { isJustRotated, ROTATION_GRACE_MS, viewSession } from '../../../entities/access/session.model.ts';
import type { Ops } from '../deps.ts';
import { ownSession, rotated } from '../sessions/rotated.ts';

export const rotateSession: Ops['rotateSession'] = async (call, deps) => {
  const { caller } = call;
  const own = await ownSession(caller, deps);
  const { sessionId, userId } = own;
  if (isJustRotated(own, caller.at)) return { token: null, body: { session: viewSession(own, sessionId) } };
  const { token, session, write } = rotated(own, caller.at, deps, {
    previousHash: own.hash,
    previousUntil: isoOf(caller.at + ROTATION_GRACE_MS),
  });
  await call.save(
    {
      writes: [write],
      events: [SessionRotated.create(caller, userId, { userId, sessionId })],
      audit: { action: 'session.rotated', resourceType: 'Session', resourceId: sessionId },
    },
    { token: null, body: { session } },
  );
  return { token, body: { session } };
};
