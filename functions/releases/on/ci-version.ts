// Applies a store's word about a version to the release whose target has that version's id. Versions of other apps or platforms,
// or made by hand, are ignored; a word that is late or tells nothing new changes nothing.
import { serviceActor } from '../../../entities/_base/actors.ts';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import type { From, VersionReport } from '../../../entities/releases/reports/report.model.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import { logger } from '../../_kit/logger.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { callerAt } from '../deps.ts';
import { changeOfReport } from '../stores/store-report.ts';
import type { EventsDeps } from './release-changed.ts';

/** How many releases of an app are looked at. */
const RECENT = 50;

/** Clocks differ. */
const CLOCK_SKEW_MS = 60_000;

/**
 * True for a word about an earlier submission: the version keeps its id when it is submitted again, and a store may repeat what it could
 * not deliver. A version that was released stays released.
 */
const isAboutEarlier = ({ submittedAt = '' }: ReleaseTargetItem, { status, at = Number.NaN }: VersionReport): boolean =>
  status !== 'RELEASED' && at + CLOCK_SKEW_MS < Date.parse(submittedAt);

/** A rejected or withdrawn version may be submitted again in the store itself, and is on sale then. */
const isHeardOf = (target: ReleaseTargetItem, { status }: VersionReport): boolean =>
  isWithStore(target) ||
  (status === 'RELEASED' && (target.targetStatus === 'REJECTED' || target.targetStatus === 'WITHDRAWN'));

/** True when the release was the one that the store means. */
async function apply(
  { tenantId, integrationId, source }: From,
  releaseId: string,
  report: VersionReport,
  deps: EventsDeps,
): Promise<boolean> {
  const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
  const target = whole.targets.find((item) => item.targetIntegrationId === integrationId);
  if (target?.versionId !== report.versionId) return false;
  if (!isHeardOf(target, report) || isAboutEarlier(target, report)) return true;
  const caller = callerAt(tenantId, deps.now(), releaseId, serviceActor(source));
  const reported = changeOfReport(caller, whole, target, report, deps.releases);
  if (reported) await deps.save(caller, reported.change);
  return true;
}

export async function hearVersion(report: VersionReport, from: From, deps: EventsDeps): Promise<boolean> {
  const { integrationId } = from;
  if (integrationId === undefined) return false;
  for (const { releaseId } of await deps.uses.releasesOf(from.tenantId, integrationId, RECENT)) {
    try {
      if (await retryOnConflict(() => apply(from, releaseId, report, deps))) return true;
    } catch (error) {
      const isLate = isDomainError(error) && /illegal_transition$|not_found$/.test(error.code);
      if (!isLate) throw error;
      logger.info('a store said what a release is past', { releaseId, status: report.status });
    }
  }
  return false;
}
