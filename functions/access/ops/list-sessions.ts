// Lists the valid sessions of the caller, or for an ADMIN those of another user.
import { showSession } from '../actions.ts';
import type { Ops } from '../deps.ts';
import { whose } from '../sessions/whose.ts';

export const listSessions: Ops['listSessions'] = async ({ caller, query: { userId, ...page } }, { sessions }) => {
  const { items, nextCursor } = await sessions.list(caller.tenantId, whose(caller, userId), page, caller.at);
  return { body: { items: items.map((item) => showSession(caller, item)), nextCursor } };
};
