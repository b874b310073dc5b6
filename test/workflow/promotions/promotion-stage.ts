// The machine promotion with its tasks and consumers on a real table, beside people who decide. The machine deployment runs too; instead of
// its waves, a test says how a deployment ends.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import type { DeploymentStatus } from '../../../entities/deployments/words.model.ts';
import { PROMOTION_STAGE } from '../../../entities/promotions/words.model.ts';
import type { Consumers } from '../../../functions/_kit/bus/bus-event.ts';
import type { Task } from '../../../functions/_kit/workflow/task.ts';
import { askPromotion } from '../../../functions/approvals/tasks/ask-promotion.ts';
import { createPromotionDeployment } from '../../../functions/deployments/tasks/create-promotion-deployment.ts';
import { consumers } from '../../../functions/promotions/events.handler.ts';
import { tasks } from '../../../functions/promotions/tasks.handler.ts';
import { END } from '../../../statemachines/deployment/deployment.contract.ts';
import { startPromotions } from '../../api/promotions/fixture.ts';
import { TENANT_ID, type World } from '../../support/release-world.ts';
import { enteredIn } from '../coverage.ts';
import { startMachines } from '../machines.ts';

const tenantId = TENANT_ID as TenantId;
const MINUTE_MS = 60_000;

export type PromotionStage = Awaited<ReturnType<typeof startPromotionStage>>;

/** Another machine with its tasks and consumers, and their dependencies. */
export interface Beside {
  readonly names: readonly string[];
  readonly tasks: Readonly<Record<string, Task<never>>>;
  readonly deps: object;
  readonly consumers: readonly Consumers<never>[];
}
const NOTHING: Beside = { names: [], tasks: {}, deps: {}, consumers: [] };

export async function startPromotionStage(besideIn: (world: World) => Beside = () => NOTHING) {
  const stage = await startPromotions();
  const beside = besideIn(stage.world);
  const { world, clock } = stage;
  const tokens = { succeed: (token: string, output: unknown) => machines.tokens.succeed(token, output) };
  const start = (machine: Parameters<typeof machines.start>[0], input: object) => machines.start(machine, input);
  const deps = {
    ...beside.deps,
    ...stage.deps,
    integrations: world.integrations,
    save: world.save,
    now: world.now,
    tokens,
    start,
  };
  /** Run once before the next call of a task. */
  const meanwhile = new Map<string, () => Promise<unknown>>();
  const interrupted =
    (name: string, task: Task<never>): Task<never> =>
    async (input, own) => {
      const change = meanwhile.get(name);
      meanwhile.delete(name);
      await change?.();
      return task(input, own);
    };
  /** How deployments end, and the tokens of those that a test holds. */
  const script = { end: 'SUCCEEDED' as DeploymentStatus, isHeld: false, held: [] as string[] };
  /** The subjects of which packets were to be recorded. */
  const recorded: string[] = [];
  const drive: Record<string, Task<never>> = {
    recordEvidence: async (input) => void recorded.push(String((input as { subjectId: string }).subjectId)),
    createPromotionDeployment,
    decideDeploymentStep: async () => ({ ...END, step: script.isHeld ? 'QUEUE' : 'END', seconds: 86_400 }),
    awaitDeployment: async (input) => void script.held.push((input as { taskToken: string }).taskToken),
    finishDeployment: async (input) => {
      const { deployments } = stage.deps;
      const item = await deployments.find(tenantId, (input as { deploymentId: string }).deploymentId);
      const at = new Date(clock.at).toISOString();
      if (item) await world.seed(deploymentRepo.update(item, at, { status: script.end, finishedAt: at }));
    },
  };
  const deploymentRepo = createDeploymentRepo(world.table);
  const all: Record<string, Task<never>> = { ...tasks, askPromotion, ...drive, ...beside.tasks };
  const machines = await startMachines({
    names: ['promotion', 'deployment', ...beside.names],
    tasks: Object.fromEntries(Object.entries(all).map(([name, task]) => [name, interrupted(name, task)])),
    ...{ deps, clock, items: world.items },
    deliver: async (event) => {
      for (const { events } of [consumers as Consumers<never>, ...beside.consumers]) {
        await events[event['detail-type']]?.(event, deps as never);
      }
    },
  });
  const executionsOf = (id: string) => machines.executions.filter(({ name }) => name.startsWith(id));

  return {
    ...{ ...stage, ...machines, deps, executionsOf, meanwhile, script, recorded },
    stop: async () => {
      await machines.stop();
      await stage.stop();
    },

    /** Requests a promotion, and lets its execution go as far as it does now. */
    async request(...given: Parameters<typeof stage.promote>): Promise<string> {
      const { id } = await stage.promote(...given);
      await machines.settle();
      return id;
    },

    /** Lets the deployments that are held end. */
    async letEnd(): Promise<void> {
      script.isHeld = false;
      for (const token of script.held.splice(0)) await machines.tokens.succeed(token, null);
      await machines.settle();
    },

    /** Moves the clock, with the agent online. */
    async later(minutes: number): Promise<void> {
      clock.at += minutes * MINUTE_MS;
      await stage.heartbeat();
      await machines.at(new Date(clock.at).toISOString());
    },

    /** Lets a promotion that waits look again, as often as `times`, without events. */
    async lookAgain(id: string, times: number): Promise<void> {
      for (let time = 0; time < times; time++) {
        await machines.tokens.succeed((await stage.stored(id)).taskToken ?? '', null);
        await machines.tick(new Date(clock.at).toISOString());
      }
    },

    /** The status of a promotion with its code. */
    async standing(id: string): Promise<string> {
      const { status, statusCode } = await stage.stored(id);
      return statusCode === undefined ? status : `${status} ${statusCode}`;
    },

    /** The open questions about a promotion, by round. */
    async questions(id: string) {
      const asked = await world.approvals.questionsOf(tenantId, id);
      return asked.filter((one) => one.stage === PROMOTION_STAGE).toSorted((one, other) => one.round - other.round);
    },

    /** A person answers the last question. */
    async decide(id: string, userId: string, action = 'APPROVED') {
      const approvalId = (await this.questions(id)).at(-1)?.approvalId;
      const path = `/approvals/${approvalId}/decisions`;
      const reply = await world.call({ role: 'DEVELOPER', userId, method: 'POST', path, body: { action } });
      await machines.settle();
      return reply;
    },

    /** The holder of the lock of a promotion's place. */
    holderOf: async (id: string) => stage.deps.promotions.holderOf(await stage.stored(id)),

    /** The states that the executions of a promotion entered. */
    async pathOf(id: string): Promise<string[]> {
      const histories = await Promise.all(executionsOf(id).map(({ arn }) => machines.historyOf(arn)));
      return histories.flatMap(enteredIn);
    },

    /** The statuses of its executions. */
    statusesOf: (id: string) => Promise.all(executionsOf(id).map(({ arn }) => machines.statusOf(arn))),
  };
}
