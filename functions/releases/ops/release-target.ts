// Asks the store to release an approved version.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { askStore } from '../stores/wishes.ts';

export const releaseTarget: Operation<typeof manifest.routes.releaseTarget, ReleasesDeps> = (call, deps) =>
  askStore(call, deps, 'RELEASE');
