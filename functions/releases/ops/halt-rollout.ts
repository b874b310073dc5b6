// Asks the store to halt the rollout: no further user gets the version.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRollout } from '../stores/wishes.ts';

export const haltRollout: Operation<typeof manifest.routes.haltRollout, ReleasesDeps> = (call, deps) =>
  changeRollout(call, deps, { action: 'HALT' });
