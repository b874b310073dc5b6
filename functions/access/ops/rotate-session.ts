// Gives the session that sends the request a new secret. Only this reply shows it: the idempotency record does not store it.
import { SessionRotated } from '../../../entities/access/events.ts';
import type { Ops } from '../deps.ts';
import { rotated } from '../sessions/rotated.ts';

export const rotateSession: Ops['rotateSession'] = async (call, deps) => {
  const { caller } = call;
  const { token, session, write } = await rotated(caller, deps);
  const { id: sessionId, userId } = session;
  await call.save(
    {
      writes: [write],
      events: [SessionRotated.create(caller, userId, { userId, sessionId })],
      audit: { action: 'session.rotated', resourceType: 'Session', resourceId: sessionId },
    },
    { body: { token: null, session } },
  );
  return { body: { token, session } };
};
