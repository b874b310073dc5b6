// Revokes every session of the caller, or for an ADMIN of another user; the session that sends the request too.
import { SessionsRevoked } from '../../../entities/access/events.ts';
import { userErrors } from '../../../entities/people/errors.ts';
import type { Ops } from '../deps.ts';
import { whose } from '../sessions/whose.ts';

export const revokeSessions: Ops['revokeSessions'] = async (call, { sessions, people }) => {
  const { caller } = call;
  const userId = whose(caller, call.query.userId);
  if (!(await people.find(caller.tenantId, userId))) throw userErrors.not_found();
  return call.save(
    {
      writes: [sessions.revokeAll(caller.tenantId, userId)],
      events: [SessionsRevoked.create(caller, userId, { userId })],
      audit: { action: 'sessions.revoked', resourceType: 'User', resourceId: userId },
    },
    { endsSession: caller.credential?.kind === 'SESSION' && userId === caller.actor.id },
  );
};
