// Deletes an OpenID provider. Its users stay, and sessions that it began last until they end.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { ProviderDeleted } from '../../../entities/access/events.ts';
import { viewProvider } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';
import { auditOf } from '../openid/saved-provider.ts';

export const deleteProvider: Ops['deleteProvider'] = async (call, { providers, redirectUri }) => {
  const { caller } = call;
  const item = await providers.get(caller.tenantId, call.params.provider ?? '');
  assertRevision(call, item);
  const { providerId } = item;
  return call.save(
    {
      writes: providers.remove(item),
      events: [ProviderDeleted.create(caller, providerId, { providerId })],
      audit: auditOf(item, 'provider.deleted', { before: viewProvider(item, redirectUri) }),
    },
    {},
  );
};
