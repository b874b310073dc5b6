// Reads the emergency stop of all environments.
import { viewStop } from '../../../entities/environments/environment.model.ts';
import type { Ops } from '../deps.ts';

export const getEmergencyStop: Ops['getEmergencyStop'] = async ({ caller }, { environments }) => {
  const stop = await environments.stopOf(caller.tenantId);
  return { body: { isStopped: stop !== undefined, stop: stop ? viewStop(stop) : null } };
};
