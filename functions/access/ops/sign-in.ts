// Signs a user in with e-mail address or username and password. Every refusal has the same answer and needs the same time and
// requests to the table; the audit trail says the reason.

import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { SignInRefused } from '../../../entities/access/events.ts';
import { NO_TENANT } from '../../../entities/tenants/tenant.repo.ts';
import { startSession } from '../../_kit/accounts/start-session.ts';
import type { Visitor } from '../../_kit/http/request.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { AccessDeps, Ops } from '../deps.ts';
import { passkeyStep, stepAfterPassword } from '../passkeys/passkey-step.ts';
import { guess, NO_USER } from '../passwords/guess.ts';
import { foldedName, namedUser } from '../passwords/named-user.ts';
import { visitorsCaller } from '../passwords/visitors-caller.ts';

/** The step with a passkey that completes the sign-in; undefined if the password suffices. */
async function furtherStep(
  tenantId: TenantId,
  userId: string,
  visitor: Visitor,
  proof: readonly Write[],
  deps: AccessDeps,
) {
  const [passkeys, { requiresPasskey }, user] = await Promise.all([
    deps.passkeys.of(tenantId, userId),
    deps.policies.of(tenantId),
    deps.people.find(tenantId, userId),
  ]);
  const step = stepAfterPassword(passkeys, requiresPasskey);
  if (!step || !user) return undefined;
  const { write, body } = await passkeyStep(step, user, passkeys, visitor.at, deps);
  const actor = { type: 'USER', id: userId, name: user.fullName } as const;
  const caller = { ...visitorsCaller(tenantId, visitor), actor };
  await deps.save(caller, {
    writes: [write, ...proof],
    events: [],
    audit: { action: 'session.begun', resourceType: 'User', resourceId: userId, details: { step } },
  });
  return body;
}

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
    const step = await furtherStep(tenantId, member.userId, visitor, writes, deps);
    if (step) return { body: step };
    const { token, session } = await startSession(
      { tenantId, user: member, methods: ['password'], visitor, generation, writes },
      deps,
    );
    return { token, body: { session }, location: `/sessions/${session.id}` };
  }
  if (!tenant) await deps.attempts.pretendSave(tenantId, at);
  else {
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
