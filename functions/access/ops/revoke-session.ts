// Revokes one session of the caller, or for an ADMIN of another user.
import { SessionRevoked } from '../../../entities/access/events.ts';
import type { Ops } from '../deps.ts';
import { whose } from '../sessions/whose.ts';

export const revokeSession: Ops['revokeSession'] = async (call, { sessions }) => {
  const { caller, params } = call;
  const userId = whose(caller, call.query.userId);
  const session = await sessions.get(caller.tenantId, userId, params.session ?? '', caller.at);
  const { sessionId } = session;
  return call.save(
    {
      writes: [sessions.revoke(session)],
      events: [SessionRevoked.create(caller, userId, { userId, sessionId })],
      audit: { action: 'session.revoked', resourceType: 'Session', resourceId: sessionId, details: { userId } },
    },
    { endsSession: sessionId === caller.credential?.id },
  );
};
