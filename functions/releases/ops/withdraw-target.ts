// Asks the store to withdraw the version: to end its review, give up its approval, or stop its rollout.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { askStore } from '../stores/wishes.ts';

export const withdrawTarget: Operation<typeof manifest.routes.withdrawTarget, ReleasesDeps> = (call, deps) =>
  askStore(call, deps, 'WITHDRAW');
