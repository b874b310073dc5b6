// Changes the tenant's policy for signing in; sessions that exist last until they end.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { SignInPolicyChanged } from '../../../entities/access/events.ts';
import type { Ops } from '../deps.ts';

export const updateSignInPolicy: Ops['updateSignInPolicy'] = async (call, { policies }) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const before = await policies.of(tenantId);
  assertRevision(call, before);
  const revision = before.revision + 1;
  const { requiresPasskey } = body;
  return call.save(
    {
      writes: [policies.set(tenantId, before.revision, isoOf(caller.at), requiresPasskey)],
      events: [SignInPolicyChanged.create(caller, tenantId, { requiresPasskey })],
      audit: {
        action: 'sign_in_policy.changed',
        resourceType: 'SignInPolicy',
        resourceId: tenantId,
        details: { before: { requiresPasskey: before.requiresPasskey }, after: { requiresPasskey } },
      },
    },
    { body: { requiresPasskey, revision }, revision },
  );
};
