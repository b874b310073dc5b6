// Hands the build of one target to its store; the store's client answers an earlier submission of this version.
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { TargetSubmitted } from '../../../entities/releases/events.ts';
import { feedingBuild } from '../../../entities/releases/feeding.model.ts';
import { notesSent } from '../../../entities/releases/release-notes.model.ts';
import { rolloutBegun } from '../../../entities/releases/rollout.model.ts';
import type { StoreTurn } from '../../../entities/releases/store-turn.repo.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { isHeldBack } from '../hotfix.ts';
import { notesForStore } from '../notes.ts';
import { planOf } from '../plan.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

/** Errors after which this task is tried again: the store is in the middle of it. */
const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited', 'integration.busy'];

/** While a store is handed one release, others of the tenant wait: they would be refused, or end its edit. */
async function inTurn<T>(turn: StoreTurn, act: () => Promise<T>, { releases, now }: TaskDeps): Promise<T> {
  await releases.turns.take(turn, now());
  try {
    const answer = await act();
    await releases.turns.leave(turn);
    return answer;
  } catch (error) {
    if (!isDomainError(error) || !PASSING.includes(error.code)) await releases.turns.leave(turn);
    throw error;
  }
}

const input = releaseInput.extend({ targetIntegrationId: z.string() });

export async function submitTarget(raw: unknown, deps: TaskDeps): Promise<void> {
  const asked = input.parse(raw);
  const { tenantId, targetIntegrationId } = asked;
  const caller = callerOf(asked, deps);
  await retryOnConflict(async () => {
    const whole = await loadWhole(asked, deps);
    const { release, targets, pipelines } = whole;
    const target = targets.find((item) => item.targetIntegrationId === targetIntegrationId);
    const plan = planOf(whole, caller.at);
    if (!target || plan.step !== 'SUBMIT_TARGETS' || !plan.targets.includes(targetIntegrationId)) return;
    if (await isHeldBack(whole, caller, deps)) return;
    const store = await deps.outside.store(tenantId, targetIntegrationId);
    const buildNumber = feedingBuild(target, pipelines);
    const { initialPercentage, submittedAt: submittedBefore } = target;
    const submission = {
      version: release.version,
      ...(buildNumber === undefined ? {} : { buildNumber }),
      ...(initialPercentage === undefined ? {} : { percentage: initialPercentage }),
      ...(submittedBefore === undefined ? {} : { submittedBefore }),
      notes: await notesForStore(release, caller, deps),
    };
    const { releaseId } = release;
    const submit = () => store.submit(submission);
    const answer = store.isOneAtATime
      ? await inTurn({ tenantId, targetIntegrationId, releaseId }, submit, deps)
      : await submit();
    const { submissionId, percentage, unlistedLocales, keepsNotes, refusedNotes } = answer;
    // A store that took its newest build says which one that is.
    const given = answer.buildNumber ?? buildNumber;
    const at = isoOf(caller.at);
    const begun = rolloutBegun(initialPercentage, percentage);
    const sent = notesSent(at, submission.notes.texts, { keepsNotes, refusedNotes });
    const submitted = { targetStatus: 'SUBMITTED' as const, submissionId, submittedAt: at, buildNumber: given };
    const changes = { ...submitted, ...sent, ...begun };
    const facts = { ...factsOf(release), targetIntegrationId, buildNumber: given, percentage };
    await deps.commit(caller, {
      writes: [deps.releases.updateTarget(target, at, changes)],
      events: [TargetSubmitted.create(caller, release.releaseId, { ...facts, submissionId })],
      audit: auditOf(release, 'target.submitted', {
        ...{ targetIntegrationId, submissionId, buildNumber: given, unlistedLocales, keepsNotes, refusedNotes },
      }),
    });
  });
}
