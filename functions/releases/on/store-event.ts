// A store's own webhook about a version. It names no release: the App Store has one version of an app under way at a time,
// so it is the newest release whose target is with that store. What says nothing new, or comes too late, changes nothing.
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { StoreReport } from '../../../entities/releases/target.model.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { logger } from '../../_kit/logger.ts';
import { readAppStoreVersion } from '../ci/app-store-version.ts';
import { callerAt } from '../deps.ts';
import { changeOfReport } from '../store-report.ts';
import type { EventsDeps } from './release-changed.ts';

/** How many releases of an app are looked at. */
const RECENT = 20;
const WITH_STORE: readonly string[] = ['SUBMITTED', 'APPROVED'];

const detailSchema = z.looseObject({
  tenantId: z.string(),
  integrationId: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

/** True when the release was the one that the store means. */
async function apply(
  { tenantId, integrationId }: { tenantId: string; integrationId: string },
  releaseId: string,
  report: StoreReport,
  source: string,
  deps: EventsDeps,
): Promise<boolean> {
  const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
  const target = whole.targets.find((item) => item.targetIntegrationId === integrationId);
  if (!target || !WITH_STORE.includes(target.targetStatus)) return false;
  const caller = callerAt(tenantId, deps.now(), releaseId, { type: 'EXTERNAL', id: source, name: source });
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
}
