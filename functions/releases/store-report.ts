// What a store said about a submitted target, whichever way it came: reported over HTTP, or by the store's own webhook.
import { TargetApproved, TargetRejected, TargetReleased } from '../../entities/releases/events.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../entities/releases/release-parts.entity.ts';
import { reportTarget, type StoreReport } from '../../entities/releases/target.model.ts';
import type { Caller, Change } from '../_kit/commit.ts';
import { auditOf, factsOf, isoOf } from './deps.ts';

const EVENTS = { APPROVED: TargetApproved, REJECTED: TargetRejected, RELEASED: TargetReleased } as const;

/** The target after the report and what to commit; undefined when the store said so before. Throws what is not allowed. */
export function changeOfReport(
  caller: Caller,
  { release }: WholeRelease,
  target: ReleaseTargetItem,
  report: StoreReport,
  releases: ReleaseRepo,
) {
  const at = isoOf(caller.at);
  const changes = reportTarget(release, target, report, at);
  if (!changes) return undefined;
  const { status, reason } = report;
  const { targetIntegrationId, buildNumber } = target;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, reason };
  const change: Change = {
    writes: [releases.updateTarget(target, at, changes), releases.unchanged(release)],
    events: [EVENTS[status].create(caller, release.releaseId, facts)],
    audit: auditOf(release, `target.${status.toLowerCase()}`, { targetIntegrationId, reason }),
  };
  return { target: { ...target, ...changes }, change };
}
