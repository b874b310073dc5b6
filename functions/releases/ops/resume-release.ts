// Lets a paused release go on.
import { ReleaseResumed } from '../../../entities/releases/events.ts';
import { resume } from '../../../entities/releases/lifecycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export const resumeRelease: Operation<typeof manifest.routes.resumeRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => ({
    changes: resume(release),
    events: [ReleaseResumed.create(call.caller, release.releaseId, factsOf(release))],
    action: 'release.resumed',
  }));
