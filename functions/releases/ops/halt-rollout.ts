// Asks the store to halt the rollout: no further user gets the version.
import type { Ops } from '../deps.ts';
import { changeRollout } from '../stores/wishes.ts';

export const haltRollout: Ops['haltRollout'] = (call, deps) => changeRollout(call, deps, { action: 'HALT' });
