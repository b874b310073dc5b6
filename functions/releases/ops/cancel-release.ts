// Cancels a release. This wins over everything in flight: whatever a task commits afterwards fails on the revision.
import { ReleaseCancelled } from '../../../entities/releases/events.ts';
import { cancel } from '../../../entities/releases/lifecycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export const cancelRelease: Operation<typeof manifest.routes.cancelRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => {
    const reason = call.body?.reason;
    return {
      changes: cancel(release, reason),
      events: [ReleaseCancelled.create(call.caller, release.releaseId, { ...factsOf(release), reason })],
      action: 'release.cancelled',
      details: { from: release.status, ...(reason === undefined ? {} : { reason }) },
    };
  });
