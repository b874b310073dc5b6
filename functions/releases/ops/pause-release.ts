// Pauses a release in its status: the workflow does nothing new until it is resumed.
import { ReleasePaused } from '../../../entities/releases/events.ts';
import { pause } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { changeRelease } from '../changes.ts';
import { factsOf, type Ops } from '../deps.ts';

export const pauseRelease: Ops['pauseRelease'] = (call, deps) =>
  changeRelease(call, deps, (release) => {
    const reason = call.body?.reason;
    return {
      changes: pause(release, 'USER_REQUESTED', reason),
      events: [
        ReleasePaused.create(call.caller, release.releaseId, {
          ...factsOf(release),
          reason: 'USER_REQUESTED',
          error: reason,
        }),
      ],
      action: 'release.paused',
      ...(reason === undefined ? {} : { details: { reason } }),
    };
  });
