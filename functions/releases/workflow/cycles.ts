// The writes that open and close regression cycles, beside those of the release that they belong to.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { BuildRequested, RegressionStarted } from '../../../entities/releases/events.ts';
import { cycleReasonOf, openCycle } from '../../../entities/releases/regression/regression.model.ts';
import {
  type RegressionCycleItem,
  regressionCycleDefinition,
} from '../../../entities/releases/regression/regression-cycle.entity.ts';
import { buildsOf } from '../../../entities/releases/regression/regression-cycle.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';
import { writesOf } from './move.ts';

/** Closes the last cycle, with the builds it has now, if it is open. `at` is ISO 8601. */
export async function closeCycle(
  { release, pipelines }: WholeRelease,
  end: { readonly status: 'DONE' | 'ABANDONED'; readonly signedOffBy?: string },
  at: string,
  { cycles }: ReleaseRepo,
): Promise<Write[]> {
  const { tenantId, releaseId, regressionCycle } = release;
  const last = regressionCycle === 0 ? undefined : await cycles.get(tenantId, releaseId, regressionCycle);
  return last?.status === 'OPEN'
    ? [cycles.update(last, at, { ...end, closedAt: at, builds: buildsOf(pipelines) })]
    : [];
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
    ...firstStamps(regressionCycleDefinition, at),
  };
  const writes = [...(await closeCycle(whole, { status: 'ABANDONED' }, at, releases)), releases.cycles.create(cycle)];
  const facts = { cycle: cycle.cycle, reason: cycle.reason };
  return { cycle, writes, facts };
}

interface CycleWish {
  readonly pipelines?: readonly string[] | undefined;
  readonly force: boolean;
}

/** The next cycle as a person wishes it: what becomes of the pipelines, and what to save. Throws why it cannot be. */
export async function openedCycle(caller: Caller, whole: WholeRelease, wish: CycleWish, releases: ReleaseRepo) {
  const { release } = whole;
  const move = openCycle(whole, wish, () => newId<'Trigger'>());
  const at = isoOf(caller.at);
  const opened = await openNextCycle(whole, at, releases);
  const facts = factsOf(release);
  const asked = [...move.pipelines.keys()];
  const change: Change = {
    writes: [...writesOf(whole, move, at, releases), ...opened.writes],
    events: [
      RegressionStarted.create(caller, release.releaseId, { ...facts, ...opened.facts }),
      ...asked.map((pipelineIntegrationId) =>
        BuildRequested.create(caller, release.releaseId, { ...facts, pipelineIntegrationId }),
      ),
    ],
    audit: auditOf(release, 'regression.started', { ...opened.facts, pipelines: asked }),
  };
  return { change, item: opened.cycle, pipelines: move.pipelines };
}
