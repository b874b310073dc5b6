// Lists the versions of the approval policy of an environment, newest first.
import { viewPolicy } from '../../../entities/environments/policies/approval-policy.model.ts';
import type { Ops } from '../deps.ts';

export const listApprovalPolicies: Ops['listApprovalPolicies'] = async (
  { caller, params, query },
  { environments },
) => {
  const { environmentId } = await environments.get(caller.tenantId, params.environment ?? '');
  const { items, nextCursor } = await environments.listPolicies(caller.tenantId, environmentId, query);
  return { body: { items: items.map(viewPolicy), nextCursor } };
};
