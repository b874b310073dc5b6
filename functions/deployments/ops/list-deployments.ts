// Lists deployments, newest first.
import { viewDeployment } from '../../../entities/deployments/deployment.model.ts';
import type { Ops } from '../deps.ts';

export const listDeployments: Ops['listDeployments'] = async ({ caller, query }, { deployments, services }) => {
  const { limit, cursor, ...filter } = query;
  const service = filter.service === undefined ? undefined : await services.bySlug(caller.tenantId, filter.service);
  if (filter.service !== undefined && !service) return { body: { items: [], nextCursor: null } };
  const page = await deployments.list(caller.tenantId, filter, service?.serviceId, { limit, cursor }, caller.at);
  return { body: { items: page.items.map(viewDeployment), nextCursor: page.nextCursor } };
};
