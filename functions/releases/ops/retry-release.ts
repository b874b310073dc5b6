// Resumes a release that a failed task paused, at that task.
import { changeRelease } from '../changes.ts';
import type { Ops } from '../deps.ts';
import { retried } from '../workflow/moves.ts';

export const retryRelease: Ops['retryRelease'] = (call, deps) =>
  changeRelease(call, deps, (_, whole) => retried(call.caller, whole));
