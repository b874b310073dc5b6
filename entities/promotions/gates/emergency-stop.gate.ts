// Nothing begins in a stopped environment, a rollback neither: whoever stopped it wants it as it is.
import { type Gate, passed, pending } from './gate.ts';

export const emergencyStopGate: Gate = ({ environment, emergencyStop }) => {
  const stop = environment.stop ?? emergencyStop;
  if (stop === null) return passed('emergency_stop.none', 'No emergency stop is in force.');
  const scope = environment.stop === null ? 'All environments are' : `${environment.name} is`;
  return pending('emergency_stop.in_force', `${scope} stopped: ${stop.reason}`, { by: stop.byName });
};
