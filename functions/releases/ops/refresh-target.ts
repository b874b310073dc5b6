// Asks the store how the version stands; what it answers is heard as if the store had told it.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { askStore } from '../stores/wishes.ts';

export const refreshTarget: Operation<typeof manifest.routes.refreshTarget, ReleasesDeps> = (call, deps) =>
  askStore(call, deps, 'REFRESH');
