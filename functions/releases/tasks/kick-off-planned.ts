// Kicks off a release with autoKickoff whose plannedDate has come; otherwise the wait goes on.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseKickedOff } from '../../../entities/releases/events.ts';
import { kickOff } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { fixedComponents } from '../components.ts';
import { auditOf, factsOf } from '../deps.ts';
import { atStep } from './step.ts';

export const kickOffPlanned = atStep('AWAIT_KICKOFF', async ({ release }, caller, deps) => {
  const isDue = release.autoKickoff && Date.parse(release.plannedDate ?? '') <= caller.at;
  if (!isDue) return undefined;
  const at = isoOf(caller.at);
  const changes = { ...kickOff(release), ...(await fixedComponents(release, deps)), kickedOffAt: at };
  return {
    writes: [deps.releases.update(release, at, { ...changes, kickedOffBy: 'Windlass' })],
    events: [ReleaseKickedOff.create(caller, release.releaseId, factsOf(release))],
    audit: auditOf(release, 'release.kicked_off'),
  };
});
