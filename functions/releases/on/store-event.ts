// A store's own webhook about a version. It belongs to the release whose target has that version's id; versions of
// other apps or platforms, or made by hand, are ignored. An event that is late or tells nothing new changes nothing.
import * as z from 'zod';
import { serviceActor } from '../../../entities/_base/actors.ts';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { logger } from '../../_kit/logger.ts';
import { callerAt } from '../deps.ts';
import { type AppStoreReport, readAppStoreVersion } from '../reports/readers/app-store-version.ts';
import { countUnmatched } from '../reports/unmatched.ts';
import { changeOfReport } from '../stores/store-report.ts';
import type { EventsDeps } from './release-changed.ts';

/** How many releases of an app are looked at. */
const RECENT = 50;
const detailSchema = z.looseObject({
  tenantId: z.string(),
  integrationId: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

/** A rejected or withdrawn version may be submitted again in the store itself, and is on sale then. */
const isHeardOf = (target: ReleaseTargetItem, { status }: AppStoreReport): boolean =>
  isWithStore(target) ||
  (status === 'RELEASED' && (target.targetStatus === 'REJECTED' || target.targetStatus === 'WITHDRAWN'));

/** True when the release was the one that the store means. */
async function apply(
  { tenantId, integrationId }: { tenantId: string; integrationId: string },
  releaseId: string,
  report: AppStoreReport,
  source: string,
  deps: EventsDeps,
): Promise<boolean> {
  const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
  const target = whole.targets.find((item) => item.targetIntegrationId === integrationId);
  if (target?.versionId !== report.versionId) return false;
  if (!isHeardOf(target, report)) return true;
  const caller = callerAt(tenantId, deps.now(), releaseId, serviceActor(source));
  const reported = changeOfReport(caller, whole, target, report, deps.releases);
  if (reported) await deps.commit(caller, reported.change);
  return true;
}

export async function onStoreEvent(event: BusEvent, deps: EventsDeps): Promise<void> {
  const from = detailSchema.parse(event.detail);
  const report = readAppStoreVersion(from.payload);
  if (!report) return;
  for (const { releaseId } of await deps.uses.releasesOf(from.tenantId, from.integrationId, RECENT)) {
    try {
      if (await retryOnConflict(() => apply(from, releaseId, report, event.source, deps))) return;
    } catch (error) {
      const isLate = isDomainError(error) && /illegal_transition$|not_found$/.test(error.code);
      if (!isLate) throw error;
      logger.info('a store said what a release is past', { releaseId, status: report.status });
    }
  }
  countUnmatched(event, report.versionId);
}
