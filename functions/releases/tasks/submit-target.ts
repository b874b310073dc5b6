// Hands the build of one target to its store; the store's client answers an earlier submission of this version.
import * as z from 'zod';
import { TargetSubmitted } from '../../../entities/releases/events.ts';
import { rolloutBegun } from '../../../entities/releases/rollout.model.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { isHeldBack } from '../hotfix.ts';
import { notesForStore } from '../notes.ts';
import { planOf } from '../plan.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({ targetIntegrationId: z.string() });

export async function submitTarget(raw: unknown, deps: TaskDeps): Promise<void> {
  const given = input.parse(raw);
  const { tenantId, targetIntegrationId } = given;
  const caller = callerOf(given, deps);
  await retryOnConflict(async () => {
    const whole = await loadWhole(given, deps);
    const { release, targets, pipelines } = whole;
    const target = targets.find((item) => item.targetIntegrationId === targetIntegrationId);
    const plan = planOf(whole, caller.at);
    if (!target || plan.step !== 'SUBMIT_TARGETS' || !plan.targets.includes(targetIntegrationId)) return;
    if (await isHeldBack(whole, caller, deps)) return;
    const build = pipelines.find((item) => item.targetIntegrationId === targetIntegrationId && item.buildNumber);
    const store = await deps.outside.store(tenantId, targetIntegrationId);
    const buildNumber = build?.buildNumber;
    const { initialPercentage } = target;
    const { submissionId, percentage, unlistedLocales } = await store.submit({
      version: release.version,
      ...(buildNumber === undefined ? {} : { buildNumber }),
      ...(initialPercentage === undefined ? {} : { percentage: initialPercentage }),
      notes: await notesForStore(release, caller, deps),
    });
    const at = isoOf(caller.at);
    const begun = rolloutBegun(initialPercentage, percentage);
    const changes = { targetStatus: 'SUBMITTED' as const, submissionId, submittedAt: at, buildNumber, ...begun };
    const facts = { ...factsOf(release), targetIntegrationId, buildNumber, percentage };
    await deps.commit(caller, {
      writes: [deps.releases.updateTarget(target, at, changes)],
      events: [TargetSubmitted.create(caller, release.releaseId, { ...facts, submissionId })],
      audit: auditOf(release, 'target.submitted', {
        ...{ targetIntegrationId, submissionId, buildNumber, unlistedLocales },
      }),
    });
  });
}
