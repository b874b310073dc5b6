// Lets a paused release go on.

import { releaseErrors } from '../../../entities/releases/errors.ts';
import { ReleaseResumed } from '../../../entities/releases/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Caller } from '../../_kit/commit.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

/** What becomes of a release that goes on, whatever it was paused for. */
export function unpause(caller: Caller, release: ReleaseItem, action: string) {
  if (!release.isPaused) throw releaseErrors.not_paused();
  return {
    changes: { isPaused: false, pauseReason: undefined, pauseError: undefined },
    events: [ReleaseResumed.create(caller, release.releaseId, factsOf(release))],
    action,
  };
}

export const resumeRelease: Operation<typeof manifest.routes.resumeRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => unpause(call.caller, release, 'release.resumed'));
