// The events and the audit entry of a change of a deployment. Pure.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { viewDeployment } from '../../../entities/deployments/deployment.model.ts';
import {
  DeploymentCancelled,
  DeploymentCreated,
  DeploymentFailed,
  DeploymentRolledBack,
  DeploymentStarted,
  DeploymentSucceeded,
  DeploymentUpdated,
} from '../../../entities/deployments/events.ts';
import type { Caller, Change } from '../../_kit/save.ts';

/** As its events name it. */
export const factsOf = (item: DeploymentItem) => {
  const { deploymentId, origin, environmentId, serviceId, service, releaseId, version, sha, rollbackOf, status } = item;
  return { deploymentId, origin, environmentId, serviceId, service, releaseId, version, sha, rollbackOf, status };
};

function statusEvents(caller: Caller, item: DeploymentItem): Envelope[] {
  const { deploymentId, status, reason, rolledBackBy = '' } = item;
  const facts = factsOf(item);
  switch (status) {
    case 'IN_PROGRESS':
      return [DeploymentStarted.create(caller, deploymentId, facts)];
    case 'SUCCEEDED':
      return [DeploymentSucceeded.create(caller, deploymentId, facts)];
    case 'FAILED':
      return [DeploymentFailed.create(caller, deploymentId, { ...facts, reason })];
    case 'CANCELLED':
      return [DeploymentCancelled.create(caller, deploymentId, facts)];
    case 'ROLLED_BACK':
      return [DeploymentRolledBack.create(caller, deploymentId, { ...facts, rolledBackBy })];
    default:
      return [];
  }
}

/** `changed` are the fields that differ. */
export function eventsOfChange(
  caller: Caller,
  before: DeploymentItem | undefined,
  after: DeploymentItem,
  changed: readonly string[],
): Envelope[] {
  const { deploymentId } = after;
  if (!before) return [DeploymentCreated.create(caller, deploymentId, factsOf(after)), ...statusEvents(caller, after)];
  if (before.status !== after.status) return statusEvents(caller, after);
  return [DeploymentUpdated.create(caller, deploymentId, { ...factsOf(after), changed: [...changed] })];
}

export const auditOf = (did: string, before: DeploymentItem | undefined, after: DeploymentItem): Change['audit'] => ({
  action: `deployment.${did}`,
  resourceType: 'Deployment',
  resourceId: after.deploymentId,
  details: { ...(before && { before: viewDeployment(before) }), after: viewDeployment(after) },
});
