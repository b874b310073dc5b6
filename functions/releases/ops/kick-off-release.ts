// Kicks off a release that waits for it: KICKOFF_PENDING to PENDING.
import { ReleaseKickedOff } from '../../../entities/releases/events.ts';
import { kickOff } from '../../../entities/releases/lifecycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export const kickOffRelease: Operation<typeof manifest.routes.kickOffRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => ({
    changes: {
      ...kickOff(release),
      kickedOffAt: isoOf(call.caller.at),
      kickedOffBy: call.caller.actor.name,
    },
    events: [ReleaseKickedOff.create(call.caller, release.releaseId, factsOf(release))],
    action: 'release.kicked_off',
  }));
