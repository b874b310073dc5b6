// Resumes a release that a failed task paused, at that task.
import type { Operation } from '../../_kit/http/http-handler.ts';
import { changeRelease } from '../changes.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { retried } from '../workflow/moves.ts';

export const retryRelease: Operation<typeof manifest.routes.retryRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (_, whole) => retried(call.caller, whole));
