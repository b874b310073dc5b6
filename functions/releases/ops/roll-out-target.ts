// Asks the store to roll the version out to a percentage of its users.
import type { Ops } from '../deps.ts';
import { changeRollout } from '../stores/wishes.ts';

export const rollOutTarget: Ops['rollOutTarget'] = (call, deps) =>
  changeRollout(call, deps, { action: 'ROLL_OUT', percentage: call.body.percentage });
