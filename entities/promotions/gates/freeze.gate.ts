// Nothing begins while the freeze calendar is closed, except with an override that another person granted.
import { freezeAt } from '../../environments/freezes/calendar.model.ts';
import { type Gate, passed, pending } from './gate.ts';

export const freezeGate: Gate = ({ freezeWindows, override, at }) => {
  const freeze = freezeAt(freezeWindows, Date.parse(at));
  if (!freeze.closed) return passed('freeze.open', 'The freeze calendar is open.', { nextClose: freeze.nextClose });
  const { reason, nextOpen, windows } = freeze;
  const isOverridden = override !== null && at < override.expiresAt && override.grantedBy !== override.requestedBy;
  if (isOverridden) {
    const { requestedBy, grantedBy, ticket } = override;
    return passed('freeze.overridden', `${reason} An override is granted: ${override.reason}`, {
      ...{ windows, requestedBy, grantedBy, ticket },
    });
  }
  return pending('freeze.closed', reason ?? 'The freeze calendar is closed.', { windows, nextOpen });
};
