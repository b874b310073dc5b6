// Asks the store to roll the version out to a percentage of its users.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRollout } from '../stores/wishes.ts';

export const rollOutTarget: Operation<typeof manifest.routes.rollOutTarget, ReleasesDeps> = (call, deps) =>
  changeRollout(call, deps, { action: 'ROLL_OUT', percentage: call.body.percentage });
