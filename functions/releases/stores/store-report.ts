// Applies the report of a store to a target: from a person or CI, from the store's webhook, or in answer to a question. The target and,
// of a cancelled release, the outcome change in one transaction.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import {
  RolloutChanged,
  TargetApproved,
  TargetFailed,
  TargetRejected,
  TargetReleased,
  TargetReplaced,
  TargetSubmitted,
  TargetWithdrawn,
} from '../../../entities/releases/events.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { hearStore, type StoreAnswer } from '../../../entities/releases/targets/store-answer.model.ts';
import {
  buildFor,
  outcomeOf,
  reportTarget,
  type StoreReport,
} from '../../../entities/releases/targets/target.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';

/** The event of a target's new status. */
function newsOf(caller: Caller, { release }: WholeRelease, target: ReleaseTargetItem, reason?: string): Envelope {
  const { targetIntegrationId, buildNumber, rolloutPercentage: percentage } = target;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber };
  const { releaseId } = release;
  switch (target.targetStatus) {
    case 'SUBMITTED':
      return TargetSubmitted.create(caller, releaseId, { ...facts, submissionId: target.submissionId ?? 'by hand' });
    case 'APPROVED':
      return TargetApproved.create(caller, releaseId, facts);
    case 'REJECTED':
      return TargetRejected.create(caller, releaseId, { ...facts, reason });
    case 'FAILED':
      return TargetFailed.create(caller, releaseId, { ...facts, reason });
    case 'WITHDRAWN':
      return TargetWithdrawn.create(caller, releaseId, {
        ...{ ...facts, percentage },
        forReleaseKey: target.withdrawnFor?.releaseKey,
      });
    case 'REPLACED':
      return TargetReplaced.create(caller, releaseId, {
        ...{ ...facts, percentage },
        byReleaseKey: target.replacedBy?.releaseKey,
      });
    default:
      return TargetReleased.create(caller, releaseId, { ...facts, percentage });
  }
}

/** Updates the outcome of a cancelled release; holds any other release unchanged. */
function holdRelease(whole: WholeRelease, target: ReleaseTargetItem, at: string, releases: ReleaseRepo): Write {
  const { release, targets } = whole;
  const id = target.targetIntegrationId;
  const outcome = outcomeOf(targets.map((one) => (one.targetIntegrationId === id ? target : one)));
  const isFurther = release.status === 'CANCELLED' && outcome !== release.outcome;
  return isFurther ? releases.update(release, at, { outcome }) : releases.unchanged(release);
}

interface Told {
  readonly changes: Changes<ReleaseTargetItem>;
  readonly report?: StoreReport | undefined;
  readonly isRolloutNews?: boolean;
  readonly events?: readonly Envelope[];
  readonly action?: string;
}

/** The target after the changes, and the change to save. */
export function changeOf(
  caller: Caller,
  whole: WholeRelease,
  target: ReleaseTargetItem,
  { changes, report, isRolloutNews = false, events = [], action }: Told,
  releases: ReleaseRepo,
) {
  const at = isoOf(caller.at);
  const { release } = whole;
  const changed = { ...target, ...changes } as ReleaseTargetItem;
  const { targetIntegrationId, buildNumber, rolloutState, rolloutPercentage: percentage } = changed;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber };
  const rolledOut =
    isRolloutNews && rolloutState
      ? [RolloutChanged.create(caller, release.releaseId, { ...facts, rolloutState, percentage })]
      : [];
  const change: Change = {
    writes: [releases.updateTarget(target, at, changes), holdRelease(whole, changed, at, releases)],
    events: [...rolledOut, ...(report ? [newsOf(caller, whole, changed, report.reason)] : []), ...events],
    audit: auditOf(release, action ?? `target.${changed.targetStatus.toLowerCase()}`, {
      ...{ targetIntegrationId, reason: report?.reason, storeState: changes.storeState, rolloutState, percentage },
    }),
  };
  return { target: changed, change };
}

/** The target after the report, and the change to save; undefined if the store said so before. Throws a refusal. */
export function changeOfReport(
  caller: Caller,
  whole: WholeRelease,
  target: ReleaseTargetItem,
  report: StoreReport,
  releases: ReleaseRepo,
) {
  const buildNumber = report.buildNumber ?? buildFor(target, whole.pipelines);
  const changes = reportTarget(whole.release, target, { ...report, buildNumber }, isoOf(caller.at));
  return changes && changeOf(caller, whole, target, { changes, report }, releases);
}

/** As `changeOfReport`, for an answer of the store; `more` are other changes of the target. */
export function changeOfAnswer(
  caller: Caller,
  whole: WholeRelease,
  target: ReleaseTargetItem,
  type: TargetType,
  answer: StoreAnswer,
  more: Omit<Told, 'report' | 'isRolloutNews'>,
  releases: ReleaseRepo,
) {
  const heard = hearStore(whole.release, target, type, answer, isoOf(caller.at));
  return changeOf(
    caller,
    whole,
    target,
    { ...more, ...heard, changes: { ...heard.changes, ...more.changes } },
    releases,
  );
}
