// Resumes a paused release.
import { changeRelease } from '../changes.ts';
import type { Ops } from '../deps.ts';
import { resumed } from '../workflow/moves.ts';

export const resumeRelease: Ops['resumeRelease'] = (call, deps) =>
  changeRelease(call, deps, (_, whole) => resumed(call.caller, whole));
