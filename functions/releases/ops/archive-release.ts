// Archives a released or cancelled release: it stays readable and leaves the lists.
import { ReleaseArchived } from '../../../entities/releases/events.ts';
import { archive } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { changeRelease } from '../changes.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const archiveRelease: Operation<typeof manifest.routes.archiveRelease, ReleasesDeps> = (call, deps) =>
  changeRelease(call, deps, (release) => ({
    changes: archive(release),
    events: [ReleaseArchived.create(call.caller, release.releaseId, factsOf(release))],
    action: 'release.archived',
    details: { from: release.status },
    writes: [deps.releases.shelve(release)],
  }));
