// Asks the store for the state of the version; the answer counts like a report of the store.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { askStore } from '../stores/wishes.ts';

export const refreshTarget: Operation<typeof manifest.routes.refreshTarget, ReleasesDeps> = (call, deps) =>
  askStore(call, deps, 'REFRESH');
