// Lists the members of the tenant, active ones first, by name.
import { memberOf } from '../../../entities/people/rights.model.ts';
import type { Ops } from '../deps.ts';
import { usersOf } from '../users-of.ts';

export const listMembers: Ops['listMembers'] = async ({ caller, query }, deps) => {
  const { items, nextCursor } = await usersOf(caller.tenantId, query, deps);
  return { body: { items: items.flatMap((user) => memberOf(user) ?? []), nextCursor } };
};
