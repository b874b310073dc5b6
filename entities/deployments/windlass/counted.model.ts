// The deployments that count as having run in an environment, for the order of promotion and for rollbacks past approvals. Another system's
// report needs only a token of CI and passes no gate: where the policy asks people, it would be a way around them. Pure, and without schemas,
// as repositories have it too.
import { type Asking, asksApprovals } from '../../environments/policies/asks-approvals.model.ts';
import type { DeploymentItem } from '../deployment.entity.ts';

/** False for a report to an environment that asks for approvals. */
export const countsIn = ({ origin }: Pick<DeploymentItem, 'origin'>, policy: Asking): boolean =>
  origin === 'WINDLASS' || !asksApprovals(policy);
