// Answers the tenant's policy for signing in.
import type { Ops } from '../deps.ts';

export const getSignInPolicy: Ops['getSignInPolicy'] = async ({ caller }, { policies }) => {
  const { requiresPasskey, revision } = await policies.of(caller.tenantId);
  return { body: { requiresPasskey, revision }, revision };
};
