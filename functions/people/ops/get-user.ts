// Shows a user.
import { adminsAdded } from '../../../entities/people/user.model.ts';
import { showUser } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getUser: Ops['getUser'] = async ({ caller, params }, deps) => {
  const user = await deps.people.get(caller.tenantId, params.user ?? '');
  const isAdmin = adminsAdded(undefined, user) > 0;
  const isLastAdmin = isAdmin && (await deps.people.adminCount(caller.tenantId)) <= 1;
  return { body: showUser(caller, user, isLastAdmin, deps), revision: user.revision };
};
