// Completes a sign-in at an OpenID provider, once: checks the redirect, finds or creates the user, and starts a session.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { signInErrors } from '../../../entities/access/errors.ts';
import { userErrors } from '../../../entities/people/errors.ts';
import { startSession } from '../../_kit/accounts/start-session.ts';
import type { Ops } from '../deps.ts';
import { clientOf } from '../openid/client-of.ts';
import { entrant, type Roles } from '../openid/provider-person.ts';

const LAST_ADMIN = userErrors.last_admin.code;

export const completeSignIn: Ops['completeSignIn'] = async ({ visitor, params, body }, deps) => {
  const { secret, ...redirect } = body;
  const tenant = await deps.tenants.find(visitor.tenant);
  if (!tenant) throw signInErrors.refused();
  const tenantId = tenant.tenantId as TenantId;
  const begun = await deps.begun.of(tenantId, params.signIn ?? '', secret, ['OPENID'], visitor.at);
  const provider = await deps.providers.find(tenantId, begun.providerId ?? '');
  if (!provider?.isActive) throw signInErrors.refused();
  const person = await deps.openId.complete(await clientOf(provider, deps), secret, redirect);
  const startedAs = async (roles: Roles) => {
    const { user, writes, events } = await entrant(provider, person, roles, visitor.at, deps);
    const generation = await deps.sessions.generationOf(tenantId, user.userId);
    const proof = { methods: ['openid'], generation, events, writes: [deps.begun.complete(begun), ...writes] } as const;
    return startSession({ tenantId, user, visitor, ...proof }, deps);
  };
  const { token, session } = await startedAs('OF_GROUPS').catch((error: Error) => {
    // The groups would leave the tenant without an ADMIN.
    if (error.name === LAST_ADMIN) return startedAs('KEPT');
    throw error;
  });
  return { token, body: { session }, location: `/sessions/${session.id}` };
};
