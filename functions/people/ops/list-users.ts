// Lists the users of the tenant, active ones first, by name.
import { viewUser } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';
import { usersOf } from '../users-of.ts';

export const listUsers: Ops['listUsers'] = async ({ caller, query }, deps) => {
  const { items, nextCursor } = await usersOf(caller.tenantId, query, deps);
  return { body: { items: items.map(viewUser), nextCursor } };
};
