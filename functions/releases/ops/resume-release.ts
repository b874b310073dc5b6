// Resumes a paused release.
import type { Operation } from '../../_kit/http/http-handler.ts';
import { changeRelease } from '../changes.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { resumed } from '../workflow/moves.ts';

export const resumeRelease: Operation<typeof manifest.routes.resumeRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (_, whole) => resumed(call.caller, whole));
