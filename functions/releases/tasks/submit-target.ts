// Submits the build of one target to its store; the store's client answers an earlier submission of this version.
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { Actor } from '../../../entities/_base/events.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { isPassingOrBusy } from '../../../entities/integrations/errors.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { TargetPromotionRequested, TargetSubmitted } from '../../../entities/releases/events.ts';
import { notesSent } from '../../../entities/releases/notes/release-notes.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { rolloutBegun } from '../../../entities/releases/targets/rollout.model.ts';
import type { StoreTurn } from '../../../entities/releases/targets/store-turn.repo.ts';
import { buildFor } from '../../../entities/releases/targets/target.model.ts';
import { modeOf } from '../../../entities/releases/targets/target-options.model.ts';
import { targetRefs } from '../../../entities/releases/uses/named.model.ts';
import type { StoreSubmission } from '../../_adapters/store/store-client.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';
import { notesForStore } from '../notes/notes.ts';
import { isHeldBack } from '../stores/hotfix.ts';
import { block, inTheWayOf, neighboursOf, ownerOf, placesFor } from '../stores/in-the-way.ts';
import { markReplaced } from '../stores/replaced.ts';
import { changeOfReport } from '../stores/store-report.ts';
import { wishOf } from '../stores/wishes.ts';
import { nextStepOf } from '../workflow/next-step.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

/** Submissions of a tenant to one store wait for each other: the store would refuse the second one, or drop the first one's edit. */
async function inTurn<T>(turn: StoreTurn, act: () => Promise<T>, { releases, now }: TaskDeps): Promise<T> {
  await releases.turns.take(turn, now());
  try {
    const answer = await act();
    await releases.turns.leave(turn);
    return answer;
  } catch (error) {
    // After a passing error this task is retried and keeps its turn.
    if (!isPassingOrBusy(error)) await releases.turns.leave(turn);
    throw error;
  }
}

/** The withdrawal of the blocking version failed; its release has the reason. */
class StillInTheWay extends Error {}

const input = releaseInput.extend({ targetIntegrationId: z.string() });

/** The store's answer, and the notes that it got. */
type Submitted = StoreSubmission & { readonly texts: Readonly<Record<string, string>> };

/** Every change of the release or target before this one is older. */
function oursOf(
  { releaseId, updatedAt }: ReleaseItem,
  { targetIntegrationId, submitRequestedAt = '' }: ReleaseTargetItem,
) {
  const since = submitRequestedAt > updatedAt ? submitRequestedAt : updatedAt;
  return { releaseId, targetIntegrationId, since };
}

async function submissionOf(
  whole: WholeRelease,
  target: ReleaseTargetItem,
  type: TargetType,
  caller: Caller,
  deps: TaskDeps,
) {
  const { release, pipelines } = whole;
  const { initialPercentage, submittedAt, inAppUpdatePriority } = target;
  const buildNumber = buildFor(target, pipelines);
  const releaseMode = modeOf(target);
  return {
    version: release.version,
    ...(buildNumber === undefined ? {} : { buildNumber }),
    ...(initialPercentage === undefined ? {} : { percentage: initialPercentage }),
    ...(releaseMode === undefined ? {} : { releaseMode }),
    ...(inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority }),
    ...(submittedAt === undefined ? {} : { submittedBefore: submittedAt }),
    ...(type === 'SERVER' ? { ours: oursOf(release, target) } : {}),
    notes: await notesForStore(release, target.targetIntegrationId, caller, deps),
  };
}

/**
 * The answer of the store; undefined if another version blocks the target, or an environment cannot take it, which is then written on it.
 */
async function submit(
  whole: WholeRelease,
  target: ReleaseTargetItem,
  type: TargetType,
  caller: Caller,
  deps: TaskDeps,
) {
  const { tenantId, releaseId } = whole.release;
  const { targetIntegrationId } = target;
  const store = await deps.outside.store(tenantId, targetIntegrationId);
  const input = await submissionOf(whole, target, type, caller, deps);
  const neighbours = target.inTheWay ? await neighboursOf(whole, targetIntegrationId, deps) : [];
  const attempt = async () => {
    const mayReplace = await placesFor(target, neighbours, store);
    if (mayReplace === undefined) throw new StillInTheWay();
    return store.submit({ ...input, ...(mayReplace.length > 0 ? { mayReplace } : {}) });
  };
  try {
    const turn = { tenantId, targetIntegrationId, releaseId };
    const answer = store.isOneAtATime ? await inTurn(turn, attempt, deps) : await attempt();
    return { ...answer, texts: input.notes.texts };
  } catch (error) {
    if (type === 'SERVER' && isDomainError(error) && error.code === 'integration.refused') {
      const failed = changeOfReport(caller, whole, target, { status: 'FAILED', reason: error.message }, deps.releases);
      if (failed) await deps.save(caller, failed.change);
      return undefined;
    }
    const { inTheWay: agreed } = target;
    const other =
      error instanceof StillInTheWay && agreed
        ? { ...agreed, versionId: agreed.versionId ?? '', state: 'IN_REVIEW' as const, storeState: agreed.state }
        : inTheWayOf(error);
    if (!other) throw error;
    const owner = ownerOf(await neighboursOf(whole, targetIntegrationId, deps), other);
    await block(caller, whole, target, other, owner, deps);
    return undefined;
  }
}

function submittedBy(
  { pipelines }: WholeRelease,
  target: ReleaseTargetItem,
  { submissionId, versionId, buildNumber, percentage, keepsNotes, refusedNotes, leftToDo, promotion, texts }: Submitted,
  at: string,
) {
  return {
    ...{ targetStatus: 'SUBMITTED' as const, submissionId, versionId, submittedAt: at, leftToDo },
    ...(promotion ? { environmentId: promotion.environmentId, storeState: undefined } : {}),
    ...{ inTheWay: undefined, withdrawnAt: undefined, withdrawnFor: undefined, storeError: undefined },
    buildNumber: buildNumber ?? buildFor(target, pipelines),
    ...notesSent(at, texts, { keepsNotes, refusedNotes }),
    ...rolloutBegun(target.initialPercentage, percentage),
  };
}

type Wanted = Parameters<typeof TargetPromotionRequested.create>[2];

/** In the name of the person who submitted the target, who may then not decide about the promotion. */
const promotionOf = (
  caller: Caller,
  { releaseId }: ReleaseItem,
  { submitRequestedBy }: ReleaseTargetItem,
  wanted: Wanted,
) =>
  TargetPromotionRequested.create(
    { ...caller, actor: (submitRequestedBy as Actor | undefined) ?? caller.actor },
    releaseId,
    wanted,
  );

async function typeOf(target: ReleaseTargetItem, deps: TaskDeps) {
  const found = await deps.integrations.getMany(target.tenantId, targetRefs([target]));
  return found.get(target.targetIntegrationId)?.type as TargetType;
}

export async function submitTarget(raw: unknown, deps: TaskDeps): Promise<void> {
  const given = input.parse(raw);
  const { targetIntegrationId } = given;
  const caller = callerOf(given, deps);
  let submission: Submitted | undefined;
  await retryOnConflict(async () => {
    const whole = await loadWhole(given, deps);
    const { release } = whole;
    const target = whole.targets.find((item) => item.targetIntegrationId === targetIntegrationId);
    if (!target) return;
    const type = await typeOf(target, deps);
    // The release was cancelled during the submission: the store has the version now, and is asked to withdraw it.
    const isTooLate = submission !== undefined && release.status === 'CANCELLED';
    if (!isTooLate) {
      const next = nextStepOf(whole, caller.at);
      if (next.step !== 'SUBMIT_TARGETS' || !next.targets.includes(targetIntegrationId)) return;
      if (await isHeldBack(whole, caller, deps)) return;
      submission = await submit(whole, target, type, caller, deps);
    }
    if (!submission) return;
    const back = isTooLate
      ? wishOf(caller, release, { ...target, submissionId: submission.submissionId }, 'WITHDRAW')
      : undefined;
    const changes = { ...submittedBy(whole, target, submission, isoOf(caller.at)), ...back?.changes };
    const { submissionId, versionId, percentage, unlistedLocales, keepsNotes, refusedNotes, promotion } = submission;
    const { buildNumber } = changes;
    const facts = { ...factsOf(release), targetIntegrationId, buildNumber, percentage };
    await deps.save(caller, {
      writes: [deps.releases.updateTarget(target, isoOf(caller.at), changes), deps.releases.unchanged(release)],
      events: [
        TargetSubmitted.create(caller, release.releaseId, { ...facts, submissionId }),
        ...(promotion
          ? [promotionOf(caller, release, target, { ...facts, ...promotion, promotionId: submissionId })]
          : []),
        ...(back ? [back.event] : []),
      ],
      audit: auditOf(release, 'target.submitted', {
        ...{ targetIntegrationId, submissionId, versionId, buildNumber, unlistedLocales, keepsNotes, refusedNotes },
      }),
    });
    await markReplaced(caller, whole, { targetIntegrationId, versionId, type }, deps);
  });
}
