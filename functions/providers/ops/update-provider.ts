// Changes an OpenID provider. Roles of its people follow with their next sign-in.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ProviderUpdated } from '../../../entities/access/events.ts';
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import { viewProvider } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';
import { assertMayGrantRoles, auditOf } from '../openid/saved-provider.ts';

export const updateProvider: Ops['updateProvider'] = async (call, deps) => {
  const { caller } = call;
  const { providers, redirectUri, sealer } = deps;
  const before = await providers.get(caller.tenantId, call.params.provider ?? '');
  assertRevision(call, before);
  const { clientSecret, ...said } = call.body;
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  const changes = Object.fromEntries(given.map(([name, value]) => [name, value ?? undefined])) as Partial<ProviderItem>;
  const { tenantId, providerId } = before;
  const sealed =
    clientSecret === undefined ? {} : { sealedSecret: await sealer.seal(tenantId, providerId, { clientSecret }) };
  const at = isoOf(caller.at);
  const after = { ...before, ...changes, ...sealed, updatedAt: at, revision: before.revision + 1 };
  assertMayGrantRoles(caller, after);
  const view = viewProvider(after, redirectUri);
  const changed = [...given.map(([name]) => name), ...(clientSecret === undefined ? [] : ['clientSecret'])];
  return call.save(
    {
      writes: [providers.update(before, at, { ...changes, ...sealed })],
      events: [ProviderUpdated.create(caller, providerId, { providerId, changed })],
      audit: auditOf(after, 'provider.updated', { changed, before: viewProvider(before, redirectUri), after: view }),
    },
    { body: view, revision: after.revision },
  );
};
