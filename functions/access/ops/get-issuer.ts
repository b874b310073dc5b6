// Answers a registered issuer.
import { viewIssuer } from '../../../entities/access/issuers/issuer.model.ts';
import type { Ops } from '../deps.ts';

export const getIssuer: Ops['getIssuer'] = async ({ caller, params }, { issuers }) => {
  const item = await issuers.get(caller.tenantId, params.issuer ?? '');
  return { body: viewIssuer(item), revision: item.revision };
};
