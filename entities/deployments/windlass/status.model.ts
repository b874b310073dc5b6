// The legal changes of the status of a deployment that Windlass drives. Stricter than those of reported ones, which others know better.
// Pure. Source: DOMAIN, "Promotions and deployments".
import { deploymentErrors } from '../errors.ts';
import type { DeploymentStatus } from '../words.model.ts';

/** ROLLED_BACK out of IN_PROGRESS: the deployment took itself back. Out of SUCCEEDED: another deployment took it back. */
export const WINDLASS_CHANGES: Readonly<Record<DeploymentStatus, readonly DeploymentStatus[]>> = {
  PENDING: ['IN_PROGRESS', 'CANCELLED'],
  IN_PROGRESS: ['SUCCEEDED', 'FAILED', 'CANCELLED', 'ROLLED_BACK'],
  SUCCEEDED: ['ROLLED_BACK'],
  FAILED: [],
  CANCELLED: [],
  ROLLED_BACK: [],
};

/** The status after a change. Throws `deployment.illegal_transition`. */
export function changedTo<To extends DeploymentStatus>({ status }: { readonly status: DeploymentStatus }, to: To): To {
  if (WINDLASS_CHANGES[status].includes(to)) return to;
  throw deploymentErrors.illegal_transition({
    detail: `A deployment that is ${status} does not become ${to}.`,
    legal: [...WINDLASS_CHANGES[status]],
  });
}
