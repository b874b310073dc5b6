// The frame of a task: it acts only when the stored state calls for it, and answers what comes next. So a task that runs
// twice, late, or after a cancellation does nothing and the workflow finds its way.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { StepName } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { IntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import type { Start } from '../../_kit/workflow/executions.ts';
import type { PlanningSources } from '../creation/planning-sources.ts';
import { type BackgroundDeps, callerAt } from '../deps.ts';
import type { Outside } from '../outside/outside.ts';
import type { Cascade } from '../removal/cascade.ts';
import { type Plan, planOf } from '../workflow/plan.ts';

export interface TaskDeps extends BackgroundDeps, PlanningSources {
  readonly outside: Outside;
  readonly start: Start<typeof releaseDeadline>;
  readonly cascade: Cascade;
  readonly uses: IntegrationUseRepo;
}

export const releaseInput = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });
export type ReleaseInput = z.output<typeof releaseInput>;

export const loadWhole = ({ tenantId, releaseId }: ReleaseInput, deps: BackgroundDeps): Promise<WholeRelease> =>
  deps.releases.whole(tenantId as TenantId, releaseId);

export const callerOf = (input: ReleaseInput, deps: BackgroundDeps): Caller =>
  callerAt(input.tenantId, deps.now(), input.executionId);

/** Runs `act` if the release is at `step`, with fresh state again when somebody else was faster; answers the plan after it. */
export async function atStep(
  step: StepName,
  raw: unknown,
  deps: TaskDeps,
  act: (whole: WholeRelease, caller: Caller) => Promise<void>,
): Promise<Plan> {
  const input = releaseInput.parse(raw);
  await retryOnConflict(async () => {
    const whole = await loadWhole(input, deps);
    if (planOf(whole, deps.now()).step === step) await act(whole, callerOf(input, deps));
  });
  return planOf(await loadWhole(input, deps), deps.now());
}

/** A step that is nothing but one change of state. */
export const changeAtStep = (
  step: StepName,
  raw: unknown,
  deps: TaskDeps,
  decide: (whole: WholeRelease, caller: Caller) => Change,
): Promise<Plan> => atStep(step, raw, deps, (whole, caller) => deps.save(caller, decide(whole, caller)));
