// Every component has a target in the environment, and none of the targets is unhealthy. A rollback may mend unhealthy ones.
import { failed, type Gate, passed, pending } from './gate.ts';

export const targetsGate: Gate = ({ release: { components }, environment, targets, isRollback }) => {
  const without = components
    .filter(({ componentId }) => !targets.some((target) => target.componentId === componentId))
    .map(({ name }) => name);
  if (without.length > 0) {
    return failed('targets.missing', `${environment.name} has no target for ${without.join(', ')}.`, {
      components: without,
    });
  }
  const unhealthy = targets.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY').map(({ name }) => name);
  if (unhealthy.length === 0) return passed('targets.healthy', 'No target is unhealthy.', { count: targets.length });
  return isRollback
    ? passed('targets.rollback', `A rollback may mend unhealthy targets: ${unhealthy.join(', ')}.`, { unhealthy })
    : pending('targets.unhealthy', `Unhealthy: ${unhealthy.join(', ')}.`, { unhealthy });
};
