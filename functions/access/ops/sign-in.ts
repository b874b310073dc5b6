// Signs a user in with e-mail address or username and password. Every refusal has the same answer and needs the same time and
// requests to the table; the audit trail says the reason.

import type { TenantId } from '../../../entities/_base/ids.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { SignInRefused } from '../../../entities/access/events.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { Ops } from '../deps.ts';
import { guess, NO_TENANT, NO_USER } from '../passwords/guess.ts';
import { foldedName, namedUser } from '../passwords/named-user.ts';
import { visitorsCaller } from '../passwords/visitors-caller.ts';
import { startSession } from '../sessions/start-session.ts';

export const signIn: Ops['signIn'] = async ({ visitor, body }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  const tenantId = (tenant?.tenantId ?? NO_TENANT) as TenantId;
  const name = foldedName(body.login);
  const userId = await namedUser(tenantId, name, deps);
  const [generation, member] = await Promise.all([
    deps.sessions.generationOf(tenantId, userId ?? NO_USER),
    deps.people.membershipOf(tenantId, userId ?? NO_USER),
  ]);
  const { ip, at } = visitor;
  const proof = await guess({ tenantId, name, userId, password: body.password, ip, at }, deps);
  if (proof && member?.isActive) {
    const { stored, forget } = proof;
    const writes = [forget, deps.passwords.unchanged(stored)];
    const started = await startSession(
      { tenantId, user: member, methods: ['password'], visitor, generation, writes },
      deps,
    );
    return { body: started, location: `/sessions/${started.session.id}` };
  }
  if (tenant) {
    const caller = visitorsCaller(tenantId, visitor);
    const reason = userId === undefined ? 'unknown' : proof ? 'inactive' : 'password';
    await retryOnConflict(() =>
      deps.save(caller, {
        writes: [],
        events: [SignInRefused.create(caller, userId ?? tenantId, { userId })],
        audit: {
          action: 'session.refused',
          resourceType: 'User',
          resourceId: userId ?? 'unknown',
          details: { reason },
        },
      }),
    );
  }
  throw sessionErrors.refused();
};
