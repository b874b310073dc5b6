// Tasks and consumers of releases and approvals on a real table: the outside is fake, events are delivered by hand.

import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { StepName } from '../../entities/releases/lifecycle/next-step.model.ts';
import { createReleaseRemainsRepo } from '../../entities/releases/removal/release-remains.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import type { BusEvent, Consumers } from '../../functions/_kit/bus/bus-event.ts';
import { guarded } from '../../functions/_kit/workflow/task.ts';
import { consumers as approvalConsumers } from '../../functions/approvals/events.handler.ts';
import { requestSignOff } from '../../functions/approvals/tasks/request-sign-off.ts';
import { consumers as releaseConsumers } from '../../functions/releases/events.handler.ts';
import { manifest } from '../../functions/releases/manifest.ts';
import { ifDeleted, tasks } from '../../functions/releases/tasks.handler.ts';
import { nextStepOf } from '../../functions/releases/workflow/next-step.ts';
import { releaseLifecycle } from '../../statemachines/release-lifecycle/release-lifecycle.contract.ts';
import type { Kit } from '../support/release-world.ts';
import { startWorld, TENANT_ID } from '../support/release-world.ts';
import { busEventOf } from '../support/stored-events.ts';
import { createServices } from './services/services.ts';

export type TaskName = keyof typeof tasks;

/** The tasks of releases as they are deployed, for tenants that exist. */
export const releaseTasks = guarded(manifest, tasks, async () => true, ifDeleted);
type Item = Record<string, unknown>;

interface Put {
  /** The body that the release is created with. */
  readonly given?: Item;
  readonly release?: Item;
  readonly build?: Item;
  readonly target?: Item;
}

const BUILT = { buildStatus: 'SUCCESS', triggered: true, triggerId: 'trigger', externalId: '1', buildNumber: '7' };
const CYCLE = { regressionCycle: 1, listedCycle: 1 };
/** The changes that bring a new release to each step. */
const RECIPES: Partial<Record<StepName, Put>> = {
  AWAIT_KICKOFF: {},
  CUT_BRANCH: { release: { status: 'PENDING' } },
  CREATE_EPICS: { release: { status: 'PENDING', branchSha: 'sha' } },
  START: { release: { status: 'PENDING', branchSha: 'sha', epicsCreatedAt: 'x' } },
  AWAIT_COMMITS: { given: { releaseType: 'HOTFIX' }, release: { status: 'STARTED', branchSha: 'cut' } },
  REQUEST_BUILDS: {
    given: { releaseType: 'HOTFIX' },
    release: { status: 'STARTED', pendingCommits: ['late'] },
    build: BUILT,
  },
  TRIGGER_BUILDS: { release: { status: 'STARTED' } },
  AWAIT_BUILDS: { release: { status: 'STARTED' }, build: { ...BUILT, buildStatus: 'RUNNING' } },
  START_REGRESSION: { release: { status: 'STARTED' }, build: BUILT },
  LIST_COMMITS: { release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1 }, build: BUILT },
  REQUEST_SIGN_OFF: { release: { status: 'REGRESSION_IN_PROGRESS', ...CYCLE }, build: BUILT },
  SUBMIT: { release: { status: 'REGRESSION_IN_PROGRESS', ...CYCLE, signedOffCycle: 1 }, build: BUILT },
  SUBMIT_TARGETS: { release: { status: 'BUILD_SUBMITTED', regressionCycle: 1, signedOffCycle: 1 }, build: BUILT },
  AWAIT_STORES: { release: { status: 'BUILD_SUBMITTED' }, build: BUILT, target: { targetStatus: 'SUBMITTED' } },
  PUBLISH: { release: { status: 'BUILD_SUBMITTED' }, build: BUILT, target: { targetStatus: 'RELEASED' } },
  COMPLETE: { release: { status: 'BUILD_SUBMITTED', tag: 'v1' }, build: BUILT, target: { targetStatus: 'RELEASED' } },
  AWAIT_RESUME: { release: { status: 'STARTED', isPaused: true, pauseReason: 'USER_REQUESTED' } },
  CLEAN_UP: { release: { status: 'CANCELLED' } },
  FINISH: { release: { status: 'RELEASED' } },
};
export const STEPS = Object.keys(RECIPES) as readonly StepName[];

export type Workflow = Awaited<ReturnType<typeof startWorkflow>>;

export async function startWorkflow() {
  const world = await startWorld();
  const services = createServices();
  /** The answers to the workflow, by task token. */
  const answers: { token: string; output: { step: StepName } }[] = [];
  const started: string[] = [];
  const uses = createIntegrationUseRepo(world.table);
  const { releases, integrations, people, tenants, approvals, save, now } = world;
  const tokens = {
    succeed: async (token: string, output: unknown) => {
      answers.push({ token, output: output as { step: StepName } });
    },
  };
  const watches: object[] = [];
  const start = async (machine: { name: string }, input: object) => {
    if (machine === releaseLifecycle) started.push((input as { releaseId: string }).releaseId);
    else watches.push(input);
  };
  const remains = createReleaseRemainsRepo(world.table);
  /** The messages that single people in chat were told. */
  const whispers: { url: string; text: string }[] = [];
  const answerInPrivate = async (url: string, text: string) => {
    whispers.push({ url, text });
    return true;
  };
  const deps = {
    ...{ releases, integrations, people, tenants, save, now, tokens, start, uses, remains, answerInPrivate },
    outside: services.outside,
  };
  const reads = {
    ...{ notes: world.notes, releaseList: world.releaseList, services: world.services, components: world.components },
    contents: world.contents,
  };
  const taskDeps = { ...deps, ...reads, outside: services.outside };
  const approvalDeps = {
    ...{ approvals, integrations, releases, people, save, now, answerInPrivate },
    ...{ teams: world.teams, promotions: world.promotions },
    environments: createEnvironmentRepo(world.table),
  };

  // biome-ignore lint/suspicious/noExplicitAny: plans are asserted member by member
  const run = (task: TaskName, releaseId: string, more: Item = {}): Promise<any> =>
    releaseTasks[task](
      { task, tenantId: TENANT_ID, releaseId, executionId: 'execution-1', ...more },
      taskDeps as never,
    );
  const ask = (releaseId: string) =>
    requestSignOff({ tenantId: TENANT_ID, releaseId, executionId: 'execution-1' }, approvalDeps);

  async function hear(event: BusEvent): Promise<void> {
    const domains: [Consumers<never>, object][] = [
      [releaseConsumers as Consumers<never>, deps],
      [approvalConsumers as Consumers<never>, approvalDeps],
    ];
    for (const [{ events, ci }, own] of domains) {
      const consumer = event.source.startsWith('ci.') ? ci : events[event['detail-type']];
      await consumer?.(event, own as never);
    }
  }
  const busEvent = (source: string, detailType: string, detail: object): BusEvent => ({
    id: 'bus-1',
    source,
    'detail-type': detailType,
    time: '2026-03-01T12:00:00Z',
    detail: detail as Item,
  });
  /** An event of a CI system, as our webhook intake or the system itself puts it on the bus. */
  const ci = (system: string, detailType: string, payload: object, over: Item = {}) =>
    hear(busEvent(`ci.${system}`, detailType, { tenantId: TENANT_ID, payload, ...over }));

  /** Hears an outbox item, as the publisher puts it on the bus. */
  const hearStored = (item: Item | undefined) => hear(busEventOf(item ?? {}));

  const delivered = new Set<string>();
  /** Delivers what the outbox holds about a release, in order, until nothing new comes. */
  async function deliver(releaseId: string): Promise<void> {
    for (;;) {
      const fresh = (await world.outboxOf(releaseId)).filter(({ sk }) => !delivered.has(String(sk)));
      if (fresh.length === 0) return;
      for (const item of fresh) {
        delivered.add(String(item.sk));
        await hearStored(item);
      }
    }
  }

  const stepOf = async (releaseId: string): Promise<StepName> => nextStepOf(await world.stored(releaseId), now()).step;

  /** Writes release, builds and targets as `over` says, past all rules. */
  async function put(releaseId: string, over: Put): Promise<void> {
    const { release, pipelines, targets } = await world.stored(releaseId);
    const at = release.updatedAt;
    await world.seed([
      ...(over.release ? [releases.update(release, at, over.release as never)] : []),
      ...(over.build ? pipelines.map((item) => releases.updatePipeline(item, at, over.build as never)) : []),
      ...(over.target ? targets.map((item) => releases.updateTarget(item, at, over.target as never)) : []),
    ]);
  }

  /** A new release whose stored state calls for `step`. */
  async function at(step: StepName, kit: Kit, over: Item = {}): Promise<string> {
    const { id } = await world.release(kit, { ...RECIPES[step]?.given, ...over });
    await put(id, RECIPES[step] ?? {});
    const reached = await stepOf(id);
    if (reached !== step) throw new Error(`the recipe of ${step} leads to ${reached}`);
    return id;
  }

  const idle = new Map<StepName, Promise<string>>();
  /** A release at `step` that all tests share which show that nothing happens to it. */
  function idleAt(step: StepName, kit: Kit): Promise<string> {
    const known = idle.get(step) ?? at(step, kit);
    idle.set(step, known);
    return known;
  }

  return {
    ...{ world, services, answers, started, watches, uses, deps, taskDeps, approvalDeps, whispers },
    ...{ run, ask, hear, hearStored, ci, busEvent, deliver, stepOf, put, at, idleAt, stop: world.stop },
    typesOf: async (releaseId: string) => (await world.eventsOf(releaseId)).map(({ type }) => type),
  };
}

export { type Kit, TENANT_ID };
