// Asks the store to withdraw the version: to end its review, give up its approval, or stop its rollout.
import type { Ops } from '../deps.ts';
import { askStore } from '../stores/wishes.ts';

export const withdrawTarget: Ops['withdrawTarget'] = (call, deps) => askStore(call, deps, 'WITHDRAW');
