// The plan of a deployment that Windlass drives, written once; the task token of its execution while it waits; and the lock of its
// environment and service.
import { defineRecord, type ItemOf, json, text } from '../../_base/table/entity.ts';
import { deploymentLockKeys, deploymentWaitKeys, planKeys } from './plan.keys.ts';
import type { Plan } from './plan.model.ts';

export const planDefinition = defineRecord('deploymentPlan', planKeys, {
  shelf: text,
  deploymentId: text,
  plan: json as typeof json & { readonly value?: Plan },
});

export const deploymentWaitDefinition = defineRecord('deploymentWait', deploymentWaitKeys, {
  shelf: text,
  deploymentId: text,
  taskToken: text,
});

export const deploymentLockDefinition = defineRecord('deploymentLock', deploymentLockKeys, {
  environmentId: text,
  serviceId: text,
  deploymentId: text,
  takenAt: text,
});

export type DeploymentWaitItem = ItemOf<typeof deploymentWaitDefinition>;
export type DeploymentLockItem = ItemOf<typeof deploymentLockDefinition>;
