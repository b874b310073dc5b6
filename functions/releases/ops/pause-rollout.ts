// Asks the store to pause a rollout.
import type { Ops } from '../deps.ts';
import { changeRollout } from '../stores/wishes.ts';

export const pauseRollout: Ops['pauseRollout'] = (call, deps) => changeRollout(call, deps, { action: 'PAUSE' });
