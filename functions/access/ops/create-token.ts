// Creates an API token, for the caller or, by an ADMIN, for CI. Only this reply shows the secret: the idempotency record does
// not store it. The token can do no more than the credential that creates it.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { apiTokenDefinition } from '../../../entities/access/api-token.entity.ts';
import { CI_OWNER, expiryAsked, rightsAsked, viewToken } from '../../../entities/access/api-token.model.ts';
import { TokenCreated } from '../../../entities/access/events.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import type { Ops } from '../deps.ts';
import { rightsOf } from '../tokens/rights-of.ts';

export const createToken: Ops['createToken'] = async (call, { apiTokens, people, permissions }) => {
  const { caller, body } = call;
  const { tenantId, actor, at } = caller;
  const known = new Set(permissions().flatMap(({ scope }) => scope ?? []));
  const rights = rightsAsked(rightsOf(caller), body, known);
  if (rights.role === 'CI' && caller.role !== 'ADMIN') throw baseErrors.forbidden();
  const tokenId = newId<'ApiToken'>();
  const { secret, hash } = mintSecret('wl', { tenantId, tokenId });
  const item = {
    ...{ tenantId, tokenId, name: body.name, ...rights, ownerId: rights.role === 'CI' ? CI_OWNER : actor.id, hash },
    ...{ expiresAt: expiryAsked(body.expiresAt, at), madeById: actor.id, madeByName: actor.name },
    ...firstStamps(apiTokenDefinition, isoOf(at)),
  };
  const view = viewToken(item);
  const reply = { body: { ...view, token: null }, revision: item.revision, location: `/tokens/${tokenId}` };
  await call.save(
    {
      writes: [
        ...apiTokens.create(item),
        ...(actor.type === 'USER' ? [people.checkMember(tenantId, actor.id, baseErrors.forbidden())] : []),
      ],
      events: [TokenCreated.create(caller, tokenId, { tokenId })],
      audit: { action: 'token.created', resourceType: 'ApiToken', resourceId: tokenId, details: { after: view } },
    },
    reply,
  );
  return { ...reply, body: { ...view, token: secret } };
};
