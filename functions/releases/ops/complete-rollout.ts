// Asks the store to roll the version out to all users.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRollout } from '../stores/wishes.ts';

export const completeRollout: Operation<typeof manifest.routes.completeRollout, ReleasesDeps> = (call, deps) =>
  changeRollout(call, deps, { action: 'COMPLETE' });
