// Asks the store to roll the version out to all users.
import type { Ops } from '../deps.ts';
import { changeRollout } from '../stores/wishes.ts';

export const completeRollout: Ops['completeRollout'] = (call, deps) =>
  changeRollout(call, deps, { action: 'COMPLETE' });
