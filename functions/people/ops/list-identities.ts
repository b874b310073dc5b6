// Lists the identities of a user at providers.
import { viewIdentity } from '../../../entities/people/identity.model.ts';
import type { Ops } from '../deps.ts';

export const listIdentities: Ops['listIdentities'] = async ({ caller, params }, { people }) => {
  const { userId } = await people.get(caller.tenantId, params.user ?? '');
  const identities = await people.identitiesOf(caller.tenantId, userId);
  return { body: { items: identities.map(viewIdentity), nextCursor: null } };
};
