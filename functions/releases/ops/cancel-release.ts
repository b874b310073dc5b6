// Cancels a release. This wins over everything in flight: whatever a task commits afterwards fails on the revision.
import { ReleaseCancelled } from '../../../entities/releases/events.ts';
import { cancel } from '../../../entities/releases/lifecycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { closeCycle } from '../cycles.ts';
import { factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export const cancelRelease: Operation<typeof manifest.routes.cancelRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, async (release, whole) => {
    const reason = call.body?.reason;
    const changes = cancel(release, reason);
    const at = isoOf(call.caller.at);
    return {
      changes,
      writes: [
        ...(await closeCycle(whole, { status: 'ABANDONED' }, at, deps.releases)),
        ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.end(release)] : []),
      ],
      events: [ReleaseCancelled.create(call.caller, release.releaseId, { ...factsOf(release), reason })],
      action: 'release.cancelled',
      details: { from: release.status, ...(reason === undefined ? {} : { reason }) },
    };
  });
