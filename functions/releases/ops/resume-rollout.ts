// Asks the store to resume a paused or halted rollout.
import type { Ops } from '../deps.ts';
import { changeRollout } from '../stores/wishes.ts';

export const resumeRollout: Ops['resumeRollout'] = (call, deps) => changeRollout(call, deps, { action: 'RESUME' });
