// Revokes an API token; it stops working within 30 seconds. Its owner may, and an ADMIN. It stays in lists.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TokenRevoked } from '../../../entities/access/events.ts';
import type { Ops } from '../deps.ts';
import { visibleToken } from '../tokens/visible-token.ts';

export const revokeToken: Ops['revokeToken'] = async (call, deps) => {
  const { caller, params } = call;
  const token = await visibleToken(caller, params.token, deps);
  assertRevision(call, token);
  if (token.revokedAt !== undefined) return {};
  const { tokenId, name, role } = token;
  return call.save(
    {
      writes: deps.apiTokens.revoke(token, isoOf(caller.at)),
      events: [TokenRevoked.create(caller, tokenId, { tokenId })],
      audit: { action: 'token.revoked', resourceType: 'ApiToken', resourceId: tokenId, details: { name, role } },
    },
    {},
  );
};
