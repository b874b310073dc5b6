// Lists the members of the tenant, in one page: tenants have few members.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { TenantsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listMembers: Operation<typeof manifest.routes.listMembers, TenantsDeps> = async (call, { tenants }) => {
  const members = await tenants.members(call.caller.tenantId);
  const items = members.map(({ userId, name, role, isActive }) => ({ userId, name, role, isActive }));
  return { body: { items, nextCursor: null } };
};
