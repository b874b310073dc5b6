// Asks the store to release an approved version.
import type { Ops } from '../deps.ts';
import { askStore } from '../stores/wishes.ts';

export const releaseTarget: Ops['releaseTarget'] = (call, deps) => askStore(call, deps, 'RELEASE');
