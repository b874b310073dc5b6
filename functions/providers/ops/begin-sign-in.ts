// Begins a sign-in at an OpenID provider. State, nonce and PKCE's verifier come from a secret that only the client has: whoever
// intercepts the redirect cannot complete the sign-in, and nobody can complete another's.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { providerErrors } from '../../../entities/access/errors.ts';
import type { Ops } from '../deps.ts';
import { clientOf } from '../openid/client-of.ts';

export const beginSignIn: Ops['beginSignIn'] = async ({ visitor, body }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  if (!tenant) throw providerErrors.not_found();
  const tenantId = tenant.tenantId as TenantId;
  const provider = await deps.providers.find(tenantId, body.providerId);
  if (!provider?.isActive) throw providerErrors.not_found();
  const { providerId } = provider;
  const { write, view } = deps.begun.begin(tenantId, { step: 'OPENID', providerId }, visitor.at);
  const authorizationUrl = await deps.openId.begin(await clientOf(provider, deps), view.secret);
  await deps.begun.send(write);
  return { body: { ...view, authorizationUrl }, location: `/sign-ins/${view.id}` };
};
