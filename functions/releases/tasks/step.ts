// The frame of a task: it acts only if the stored state calls for it, and answers the next step. So a task that runs twice, late, or
// after a cancellation changes nothing, and the workflow goes on from the stored state.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ServiceRepo } from '../../../entities/catalog/services/service.repo.ts';
import { isPassing } from '../../../entities/integrations/errors.ts';
import { METRICS } from '../../../entities/names.ts';
import type { PeopleRepo } from '../../../entities/people/people.repo.ts';
import type { ReleaseContentRepo } from '../../../entities/releases/contents/release-content.repo.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import type { StepName } from '../../../entities/releases/lifecycle/next-step.model.ts';
import type { ReleaseListRepo } from '../../../entities/releases/lists/release-list.repo.ts';
import type { ReleaseNotesRepo } from '../../../entities/releases/notes/release-notes.repo.ts';
import type { ReleaseOriginRepo } from '../../../entities/releases/planning/release-origin.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { IntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { TenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import type { TrainRepo } from '../../../entities/trains/train.repo.ts';
import type { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import { logger } from '../../_kit/logger.ts';
import { count } from '../../_kit/metrics.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import type { Start } from '../../_kit/workflow/executions.ts';
import type { ComponentDeps } from '../components.ts';
import { type BackgroundDeps, callerAt } from '../deps.ts';
import type { Outside } from '../outside.ts';
import { isPatienceOver } from '../workflow/looks.ts';
import { type NextStep, nextStepOf } from '../workflow/next-step.ts';
import type { Cascade } from './remove-releases.ts';

export interface TaskDeps extends BackgroundDeps, ComponentDeps {
  readonly releaseList: ReleaseListRepo;
  readonly contents: ReleaseContentRepo;
  readonly notes: ReleaseNotesRepo;
  readonly origins: ReleaseOriginRepo;
  readonly people: PeopleRepo;
  readonly tenants: TenantRepo;
  readonly services: ServiceRepo;
  readonly trains: Pick<TrainRepo, 'find'>;
  readonly uses: IntegrationUseRepo;
  readonly outside: Outside;
  readonly start: Start<typeof releaseDeadline>;
  readonly cascade: Cascade;
}

export const releaseInput = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });
export type ReleaseInput = z.output<typeof releaseInput>;

export const loadWhole = ({ tenantId, releaseId }: ReleaseInput, deps: BackgroundDeps): Promise<WholeRelease> =>
  deps.releases.whole(tenantId as TenantId, releaseId);

export const callerOf = (input: ReleaseInput, deps: BackgroundDeps): Caller =>
  callerAt(input.tenantId, deps.now(), input.executionId);

export const nextStepAfter = async (input: ReleaseInput, deps: BackgroundDeps): Promise<NextStep> =>
  nextStepOf(await loadWhole(input, deps), deps.now());

/** The change to save; undefined when the task changes nothing, or saved its changes itself. */
type Act = (whole: WholeRelease, caller: Caller, deps: TaskDeps) => Change | undefined | Promise<Change | undefined>;

/** A task that acts if the release is at `step`, after a conflict again with the fresh state. */
export const atStep =
  (step: StepName, act: Act) =>
  async (raw: unknown, deps: TaskDeps): Promise<NextStep> => {
    const input = releaseInput.parse(raw);
    await retryOnConflict(async () => {
      const whole = await loadWhole(input, deps);
      if (nextStepOf(whole, deps.now()).step !== step) return;
      const caller = callerOf(input, deps);
      const change = await act(whole, caller, deps);
      if (change) await deps.save(caller, change);
    });
    return nextStepAfter(input, deps);
  };

const lookInput = releaseInput.extend({ waitingSince: z.number().optional() });

/** Longer than builds take: a report may be lost, or a failed build waits for a person. */
const BUILDS_TAKE_MS = 3 * 3_600_000;

/**
 * As `atStep`, of a look during a wait: an unavailable service does not pause the release, as the next look tries again. Throws
 * `release.waited_too_long` when the release stays at `step` for too long.
 */
export const lookAtStep =
  (step: StepName, look: Act) =>
  async (raw: unknown, deps: TaskDeps): Promise<NextStep> => {
    const { waitingSince = deps.now(), ...input } = lookInput.parse(raw);
    const { releaseId } = input;
    await atStep(step, look)(raw, deps).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
      logger.info('a look found its service unavailable', { releaseId, step, code: error.code });
    });
    const next = nextStepOf(await loadWhole(input, deps), deps.now(), waitingSince);
    if (next.step !== step) return next;
    const waitedMs = deps.now() - waitingSince;
    if (isPatienceOver(waitedMs)) throw releaseErrors.waited_too_long();
    if (step === 'AWAIT_BUILDS' && waitedMs > BUILDS_TAKE_MS) count(METRICS.overdue, step, { releaseId });
    return next;
  };
