// Pauses a release: it keeps its status and does nothing new.

import { releaseErrors } from '../../../entities/releases/errors.ts';
import { ReleasePaused } from '../../../entities/releases/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeRelease } from './change-release.ts';

export function assertNotPaused(release: ReleaseItem): void {
  if (!release.isPaused) return;
  const why = release.pauseError ?? release.pauseReason ?? 'USER_REQUESTED';
  throw releaseErrors.paused({
    detail: `It is paused (${why}); resume or retry it first.`,
    legal: ['resume', 'cancel'],
  });
}

const ENDED: readonly string[] = ['RELEASED', 'CANCELLED', 'ARCHIVED'];

export const pauseRelease: Operation<typeof manifest.routes.pauseRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => {
    assertNotPaused(release);
    if (ENDED.includes(release.status)) {
      throw releaseErrors.illegal_transition({
        detail: `A release in ${release.status} has nothing left to pause.`,
        legal: [],
      });
    }
    const reason = call.body?.reason;
    return {
      changes: { isPaused: true, pauseReason: 'USER_REQUESTED', pauseError: reason },
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
