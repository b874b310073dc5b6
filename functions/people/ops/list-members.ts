// Lists the members of the tenant, in one page: tenants have few members.
import type { Ops } from '../deps.ts';

export const listMembers: Ops['listMembers'] = async ({ caller }, { people }) => {
  const members = await people.members(caller.tenantId);
  const items = members.map(({ userId, name, role, isActive }) => ({ userId, name, role, isActive }));
  return { body: { items, nextCursor: null } };
};
