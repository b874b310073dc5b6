// Lists the API tokens of the caller, newest first; for an ADMIN those of another user, of CI, or all.
import { showToken } from '../actions.ts';
import type { Ops } from '../deps.ts';
import { whose } from '../sessions/whose.ts';

export const listTokens: Ops['listTokens'] = async ({ caller, query: { owner, ...page } }, { apiTokens }) => {
  const ownerId = whose(caller, owner);
  const { items, nextCursor } = await apiTokens.list(caller.tenantId, ownerId === 'all' ? undefined : ownerId, page);
  return { body: { items: items.map((item) => showToken(caller, item)), nextCursor } };
};
