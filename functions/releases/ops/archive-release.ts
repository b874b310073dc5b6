// Archives a released or cancelled release: it stays readable and leaves the lists.
import { ReleaseArchived } from '../../../entities/releases/events.ts';
import { archive } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { changeRelease } from '../changes.ts';
import { factsOf, type Ops } from '../deps.ts';

export const archiveRelease: Ops['archiveRelease'] = (call, deps) =>
  changeRelease(call, deps, (release) => ({
    changes: archive(release),
    events: [ReleaseArchived.create(call.caller, release.releaseId, factsOf(release))],
    action: 'release.archived',
    details: { from: release.status },
    writes: [deps.releases.shelve(release)],
  }));
