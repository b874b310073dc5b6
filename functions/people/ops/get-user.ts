// Shows a user.
import { viewUser } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const getUser: Ops['getUser'] = async ({ caller, params }, { people }) => {
  const user = await people.get(caller.tenantId, params.user ?? '');
  return { body: viewUser(user), revision: user.revision };
};
