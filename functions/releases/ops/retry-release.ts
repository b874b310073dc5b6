// Lets a release carry on at the task whose failure paused it.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';
import { unpause } from './resume-release.ts';

export const retryRelease: Operation<typeof manifest.routes.retryRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => {
    if (release.pauseReason !== 'TASK_FAILURE') {
      throw releaseErrors.not_paused({ detail: 'Only a release that paused with TASK_FAILURE has a task to retry.' });
    }
    return unpause(call.caller, release, 'release.retried');
  });
