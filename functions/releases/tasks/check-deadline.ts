// Checks the targetReleaseDate of a release: marks the release delayed once when the date has passed, and otherwise answers how long
// to wait.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseDelayed } from '../../../entities/releases/events.ts';
import {
  type DeadlineStep,
  deadlineStep,
  delayedReasonOf,
} from '../../../entities/releases/planning/deadline.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { pipelineRefs, targetRefs } from '../../../entities/releases/uses/named.model.ts';
import {
  releaseDeadline,
  releaseDeadlineTask,
} from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';
import { callerOf, loadWhole, type TaskDeps } from './step.ts';

const SETTLED: DeadlineStep = { step: 'SETTLED' };

/** The reason in words, with the names of people and integrations, and times in the zone of the tenant. */
async function reasonOf(whole: WholeRelease, deps: TaskDeps): Promise<string> {
  const { release, targets, pipelines } = whole;
  const tenantId = release.tenantId as TenantId;
  const { releasePilotId } = release;
  const [tenant, pilot, integrations] = await Promise.all([
    deps.tenants.get(tenantId),
    releasePilotId === undefined ? undefined : deps.people.membershipOf(tenantId, releasePilotId),
    deps.integrations.getMany(tenantId, [...targetRefs(targets), ...pipelineRefs(pipelines)]),
  ]);
  const told = { timeZone: tenant?.timeZone ?? 'UTC', pilotName: pilot?.name };
  return delayedReasonOf(whole, told, (id) => integrations.get(id)?.name ?? id);
}

async function markDelayed(whole: WholeRelease, caller: Caller, deps: TaskDeps): Promise<void> {
  const { release } = whole;
  const reason = await reasonOf(whole, deps);
  await deps.save(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), { isDelayed: true, delayedReason: reason })],
    events: [ReleaseDelayed.create(caller, release.releaseId, { ...factsOf(release), reason })],
    audit: auditOf(release, 'release.delayed', { targetReleaseDate: release.targetReleaseDate, reason }),
  });
}

export async function checkDeadline(raw: unknown, deps: TaskDeps): Promise<DeadlineStep> {
  const watch = releaseDeadlineTask.parse(raw);
  return retryOnConflict(async () => {
    const whole = await loadWhole(watch, deps);
    const next = deadlineStep(whole.release, watch, deps.now());
    if (next.step === 'WAIT') return next;
    if (next.step === 'DELAY') await markDelayed(whole, callerOf(watch, deps), deps);
    if (next.step === 'RENEW') {
      const { tenantId, releaseId, targetReleaseDate, revision, lap } = watch;
      await deps.start(releaseDeadline, { tenantId, releaseId, targetReleaseDate, revision, lap: lap + 1 });
    }
    return SETTLED;
  });
}
