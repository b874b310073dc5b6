// Lifts the emergency stop of all environments.
import { AllEnvironmentsStopLifted } from '../../../entities/environments/events.ts';
import type { Ops } from '../deps.ts';

export const liftEmergencyStop: Ops['liftEmergencyStop'] = async (call, { environments }) => {
  const { caller } = call;
  const { tenantId } = caller;
  return call.save(
    {
      writes: [environments.liftAll(tenantId)],
      events: [AllEnvironmentsStopLifted.create(caller, tenantId, {})],
      audit: { action: 'emergency_stop.lifted', resourceType: 'Tenant', resourceId: tenantId, details: {} },
    },
    {},
  );
};
