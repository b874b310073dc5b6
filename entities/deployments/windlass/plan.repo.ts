// Reads and writes of plans, waits and locks of deployments that Windlass drives. Writes are returned for a transaction, but those of
// waits.
import { itemsOf } from '../../_base/table/items.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import type { DeploymentItem } from '../deployment.entity.ts';
import {
  type DeploymentLockItem,
  type DeploymentWaitItem,
  deploymentLockDefinition,
  deploymentWaitDefinition,
  planDefinition,
} from './plan.entity.ts';
import type { Plan } from './plan.model.ts';

export type DeploymentPlanRepo = ReturnType<typeof createDeploymentPlanRepo>;

type Of = Pick<DeploymentItem, 'tenantId' | 'deploymentId' | 'shelf'>;
type Placed = Pick<DeploymentItem, 'tenantId' | 'environmentId' | 'serviceId'>;

export function createDeploymentPlanRepo(table: Table) {
  const plans = itemsOf(table, planDefinition);
  const waits = itemsOf(table, deploymentWaitDefinition);
  const locks = itemsOf(table, deploymentLockDefinition);
  const keyOf = ({ tenantId, deploymentId, shelf }: Of) => ({ tenantId, deploymentId, shelf });
  const placeOf = ({ tenantId, environmentId, serviceId }: Placed) => ({ tenantId, environmentId, serviceId });

  return {
    async find(of: Of): Promise<Plan | undefined> {
      return (await plans.find(keyOf(of)))?.plan as Plan | undefined;
    },

    create: (of: Of, plan: Plan): Write => plans.create({ ...keyOf(of), plan }),

    /** The last wait; to answer its token a second time does no harm. */
    waitOf: (of: Of): Promise<DeploymentWaitItem | undefined> => waits.find(keyOf(of)),

    async keepWait(of: Of, taskToken: string): Promise<void> {
      await waits.send(waits.put({ ...keyOf(of), taskToken }));
    },

    lockOf: (of: Placed): Promise<DeploymentLockItem | undefined> => locks.find(placeOf(of)),

    /**
     * The lock stays with the last deployment that had it; once that has ended, it is free. `holder` is that deployment. Conflicts if another
     * one has taken it.
     */
    lock: (of: DeploymentItem, takenAt: string, holder = of.deploymentId): Write =>
      locks.put(
        { ...placeOf(of), deploymentId: of.deploymentId, takenAt },
        { expression: 'attribute_not_exists(pk) OR deploymentId = :holder', values: { holder } },
      ),
  };
}
