// Asks the store to resume a paused or halted rollout.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRollout } from '../stores/wishes.ts';

export const resumeRollout: Operation<typeof manifest.routes.resumeRollout, ReleasesDeps> = (call, deps) =>
  changeRollout(call, deps, { action: 'RESUME' });
