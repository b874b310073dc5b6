// Lets a release carry on at the task whose failure paused it.
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { retried } from '../workflow/going-on.ts';
import { changeRelease } from './change-release.ts';

export const retryRelease: Operation<typeof manifest.routes.retryRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (_, whole) => retried(call.caller, whole));
