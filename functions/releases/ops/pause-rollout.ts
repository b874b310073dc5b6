// Asks the store to pause a rollout.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRollout } from '../stores/wishes.ts';

export const pauseRollout: Operation<typeof manifest.routes.pauseRollout, ReleasesDeps> = (call, deps) =>
  changeRollout(call, deps, { action: 'PAUSE' });
