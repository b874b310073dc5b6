// Kicks off a release: KICKOFF_PENDING to PENDING. It repeats the warnings about releases that a hotfix replaces at its stores.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseKickedOff } from '../../../entities/releases/events.ts';
import { kickOff } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { targetRefs } from '../../../entities/releases/uses/named.model.ts';
import { changeRelease } from '../changes.ts';
import { fixedComponents } from '../components.ts';
import { factsOf, type Ops } from '../deps.ts';
import { storeIn, warningsOf } from '../stores/warnings.ts';

export const kickOffRelease: Ops['kickOffRelease'] = (call, deps) =>
  changeRelease(call, deps, async (release, whole) => {
    const changes = { ...kickOff(release), ...(await fixedComponents(release, deps)) };
    const isHotfix = release.releaseType === 'HOTFIX';
    const integrations = await deps.integrations.getMany(release.tenantId, isHotfix ? targetRefs(whole.targets) : []);
    const warnings = await warningsOf(whole, (id) => storeIn(integrations, id), deps);
    return {
      changes: {
        ...changes,
        kickedOffAt: isoOf(call.caller.at),
        kickedOffBy: call.caller.actor.name,
        ...(isHotfix ? { warnings } : {}),
      },
      events: [ReleaseKickedOff.create(call.caller, release.releaseId, { ...factsOf(release), warnings })],
      action: 'release.kicked_off',
    };
  });
