// Asks the store for the state of the version; the answer counts like a report of the store.
import type { Ops } from '../deps.ts';
import { askStore } from '../stores/wishes.ts';

export const refreshTarget: Ops['refreshTarget'] = (call, deps) => askStore(call, deps, 'REFRESH');
