// Lists the passkeys of the caller.
import { showPasskeys } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listPasskeys: Ops['listPasskeys'] = async ({ caller }, { passkeys, policies }) => {
  const items = await passkeys.of(caller.tenantId, caller.actor.id);
  // The policy decides about the only passkey alone.
  const policy = items.length === 1 ? await policies.of(caller.tenantId) : undefined;
  return { body: { items: showPasskeys(caller, items, policy?.requiresPasskey ?? false), nextCursor: null } };
};
