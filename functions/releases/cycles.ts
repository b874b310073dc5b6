// The writes that open and close regression cycles, beside those of the release that they belong to.
import type { Write } from '../../entities/_base/table.ts';
import { cycleReasonOf } from '../../entities/releases/regression.model.ts';
import type { RegressionCycleItem } from '../../entities/releases/regression-cycle.entity.ts';
import { buildsOf } from '../../entities/releases/regression-cycle.model.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../entities/releases/release.view.ts';

/** Closes the last cycle, with the builds it has now, if it is open. `at` is ISO 8601. */
export async function closeCycle(
  { release, pipelines }: WholeRelease,
  end: { readonly status: 'DONE' | 'ABANDONED'; readonly signedOffBy?: string },
  at: string,
  { cycles }: ReleaseRepo,
): Promise<Write[]> {
  const { tenantId, releaseId, regressionCycle } = release;
  const last = regressionCycle === 0 ? undefined : await cycles.get(tenantId, releaseId, regressionCycle);
  return last?.status === 'OPEN' ? [cycles.update(last, { ...end, closedAt: at, builds: buildsOf(pipelines) })] : [];
}

/** Opens the cycle after the last one, which nobody will sign off any more. */
export async function openNextCycle(whole: WholeRelease, at: string, releases: ReleaseRepo) {
  const { release } = whole;
  const cycle: RegressionCycleItem = {
    tenantId: release.tenantId,
    releaseId: release.releaseId,
    cycle: release.regressionCycle + 1,
    status: 'OPEN',
    reason: cycleReasonOf(whole),
    openedAt: at,
    revision: 1,
    schemaVersion: 1,
  };
  const writes = [...(await closeCycle(whole, { status: 'ABANDONED' }, at, releases)), releases.cycles.create(cycle)];
  return { cycle, writes };
}
