// Lets a release carry on at the task whose failure paused it.
import { ReleaseResumed } from '../../../entities/releases/events.ts';
import { retry } from '../../../entities/releases/lifecycle.model.ts';
import { assertNoBuildToTrigger } from '../../../entities/releases/regression.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export const retryRelease: Operation<typeof manifest.routes.retryRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release, whole) => {
    assertNoBuildToTrigger(whole);
    return {
      changes: retry(release),
      events: [ReleaseResumed.create(call.caller, release.releaseId, factsOf(release))],
      action: 'release.retried',
    };
  });
