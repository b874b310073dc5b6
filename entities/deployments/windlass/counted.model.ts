// The deployments that count as having run in an environment, for the order of promotion and for rollbacks past approvals. Another system's
// report needs only a token of CI and passes no gate: where the policy asks people, it would be a way around them. Pure, and without schemas,
// as repositories have it too.
import type { EnvironmentItem } from '../../environments/environment.entity.ts';
import type { DeploymentItem } from '../deployment.entity.ts';

type Policy = Pick<EnvironmentItem, 'requiredApprovals' | 'approvalGroups'>;

export const asksApprovals = ({ requiredApprovals, approvalGroups }: Policy): boolean =>
  requiredApprovals > 0 || (Array.isArray(approvalGroups) && approvalGroups.length > 0);

/** False for a report to an environment that asks for approvals. */
export const countsIn = ({ origin }: Pick<DeploymentItem, 'origin'>, policy: Policy): boolean =>
  origin === 'WINDLASS' || !asksApprovals(policy);
