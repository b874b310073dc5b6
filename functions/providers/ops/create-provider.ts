// Adds an OpenID provider through which people sign in. Its description is read once, so that a wrong address is refused now.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ProviderCreated } from '../../../entities/access/events.ts';
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import { viewProvider } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';
import { assertMayGrantRoles, auditOf } from '../openid/saved-provider.ts';

export const createProvider: Ops['createProvider'] = async ({ caller, body, save }, deps) => {
  const { clientSecret, ...said } = body;
  assertMayGrantRoles(caller, said);
  await deps.openId.check({ ...said, clientSecret });
  const { tenantId } = caller;
  const providerId = newId<'Provider'>(caller.at);
  const sealedSecret = await deps.sealer.seal(tenantId, providerId, { clientSecret });
  const at = isoOf(caller.at);
  const stamps = { createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 };
  const item = { ...said, tenantId, providerId, sealedSecret, ...stamps } as ProviderItem;
  const view = viewProvider(item, deps.redirectUri);
  return save(
    {
      writes: deps.providers.create(item),
      events: [ProviderCreated.create(caller, providerId, { providerId })],
      audit: auditOf(item, 'provider.created', { after: view }),
    },
    { body: view, location: `/providers/${providerId}`, revision: 1 },
  );
};
