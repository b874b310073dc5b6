// Lists the registered issuers, newest first.
import { viewIssuer } from '../../../entities/access/issuers/issuer.model.ts';
import type { Ops } from '../deps.ts';

export const listIssuers: Ops['listIssuers'] = async ({ caller, query }, { issuers }) => {
  const { items, nextCursor } = await issuers.list(caller.tenantId, query);
  return { body: { items: items.map(viewIssuer), nextCursor } };
};
