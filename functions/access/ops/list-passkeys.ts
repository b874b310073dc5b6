// Lists the passkeys of the caller.
import { viewPasskey } from '../../../entities/access/passkeys/passkey.model.ts';
import type { Ops } from '../deps.ts';

export const listPasskeys: Ops['listPasskeys'] = async ({ caller }, { passkeys }) => {
  const items = await passkeys.of(caller.tenantId, caller.actor.id);
  return { body: { items: items.map(viewPasskey), nextCursor: null } };
};
