// Gives an API token a new secret, which only this reply shows. Its owner may, or for CI an ADMIN, with a credential that may do
// all that the token may: whoever gets the secret has its rights.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ApiTokenItem } from '../../../entities/access/api-token.entity.ts';
import { expiryAsked, viewToken } from '../../../entities/access/api-token.model.ts';
import { TokenRotated } from '../../../entities/access/events.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { assertMayRotate } from '../actions.ts';
import type { Ops } from '../deps.ts';
import { visibleToken } from '../tokens/visible-token.ts';

export const rotateToken: Ops['rotateToken'] = async (call, deps) => {
  const { caller, params, body } = call;
  const { tenantId, at } = caller;
  const token = await visibleToken(caller, params.token, deps);
  assertRevision(call, token);
  const { tokenId } = token;
  assertMayRotate(caller, token);
  const { secret, hash } = mintSecret('wl', { tenantId, tokenId });
  const changes = {
    hash,
    ...(body.graceSeconds > 0
      ? { previousHash: token.hash, previousUntil: isoOf(at + body.graceSeconds * 1000) }
      : { previousHash: undefined, previousUntil: undefined }),
    ...(body.expiresAt !== undefined && { expiresAt: expiryAsked(body.expiresAt, at) }),
  };
  const revision = token.revision + 1;
  const view = viewToken({ ...token, ...changes, revision } as ApiTokenItem);
  const reply = { body: { ...view, token: null }, revision };
  await call.save(
    {
      writes: [deps.apiTokens.change(token, isoOf(at), changes)],
      events: [TokenRotated.create(caller, tokenId, { tokenId })],
      audit: {
        action: 'token.rotated',
        resourceType: 'ApiToken',
        resourceId: tokenId,
        details: { before: viewToken(token), after: view },
      },
    },
    reply,
  );
  return { ...reply, body: { ...view, token: secret } };
};
