// Stops all environments in an emergency.
import { AllEnvironmentsStopped } from '../../../entities/environments/events.ts';
import type { Ops } from '../deps.ts';
import { stopBy } from '../stop.ts';

export const setEmergencyStop: Ops['setEmergencyStop'] = async (call, { environments }) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const stop = stopBy(caller, body.reason);
  return call.save(
    {
      writes: [environments.stopAll(tenantId, stop)],
      events: [AllEnvironmentsStopped.create(caller, tenantId, { reason: stop.reason })],
      audit: {
        action: 'emergency_stop.set',
        resourceType: 'Tenant',
        resourceId: tenantId,
        details: { reason: stop.reason },
      },
    },
    { body: { isStopped: true, stop } },
  );
};
