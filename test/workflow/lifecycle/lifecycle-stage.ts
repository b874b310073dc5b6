// The release-lifecycle as deployed, in one process: its real definition on the local interpreter, its tasks and consumers
// on a real table, services in memory, and a clock that stands until a test moves it. Events are delivered between steps.

import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSEvent } from 'aws-lambda';
import { createReleaseRemainsRepo } from '../../../entities/releases/removal/release-remains.repo.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import { type BusEvent, type Consumers, eventHandler } from '../../../functions/_kit/bus/bus-event.ts';
import { answerOf, type PutOff, type Task, type TaskInput } from '../../../functions/_kit/workflow/task.ts';
import { consumers as approvalConsumers } from '../../../functions/approvals/events.handler.ts';
import { requestSignOff } from '../../../functions/approvals/tasks/request-sign-off.ts';
import { consumers as releaseConsumers } from '../../../functions/releases/events.handler.ts';
import type { Outside } from '../../../functions/releases/outside.ts';
import { createStateMachines } from '../../../infra/local/asl/state-machines.ts';
import type { InvocationResult, Json, JsonObject } from '../../../infra/local/contracts.ts';
import { releaseLifecycle } from '../../../statemachines/release-lifecycle/release-lifecycle.contract.ts';
import { type Kit, startWorld, TENANT_ID, USER_ID, type World } from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { releaseTasks } from '../fixture.ts';
import { definitionOf } from '../machines.ts';
import { type FakeOutside, fakeOutside } from '../outside-fakes.ts';
import { watchOutboxes } from './written-outboxes.ts';

export const definition = definitionOf('release-lifecycle');
const MACHINE = 'arn:aws:states:local:000000000000:stateMachine:release-lifecycle';

type Meanwhile = (releaseId: string) => Promise<void>;
type Answer = { readonly error: string | Error; readonly meanwhile?: Meanwhile | undefined } | { readonly next: Json };

export type Stage = Awaited<ReturnType<typeof startStage>>;

interface StageOptions {
  readonly services?: FakeOutside;
  /** The services that tasks call instead of those in memory. */
  readonly outsideOf?: (world: World) => Outside;
  /** Spreads the waits of retries, from 0 to 1 (exclusive); without it there are none. */
  readonly random?: () => number;
  /** Calls a task again that a busy service put off, as if its wait had passed: the stage's clock stands. */
  readonly waitsOutBusy?: true;
}

const PAUSE_MS = 5;

export async function startStage(options: StageOptions = {}) {
  const { services = fakeOutside(), outsideOf, random = () => 0, waitsOutBusy = false } = options;
  const world = await startWorld();
  /** Answers of a task's next calls, which are then not made. */
  const answers = new Map<string, Answer[]>();
  const executions: string[] = [];
  const executionsOf = new Map<string, string[]>();
  /** By release: the key of the outbox event that was delivered last. */
  const delivered = new Map<string, string>();
  const lines: string[] = [];
  /** Errors that functions ended with. */
  const failed: string[] = [];

  const succeed = async (taskToken: string, output: unknown) => {
    const input = { taskToken, output: JSON.stringify(output) };
    // As the real answerer, it is content when nobody waits any more.
    await (async () => machines.service.operations.SendTaskSuccess?.(input))().catch(() => undefined);
  };
  const start = async (tenantId: string, releaseId: string) => {
    const input = { stateMachineArn: MACHINE, input: JSON.stringify({ tenantId, releaseId }) };
    const reply = (await machines.service.operations.StartExecution?.(input)) as { executionArn: string };
    executions.push(reply.executionArn);
    executionsOf.set(releaseId, [...(executionsOf.get(releaseId) ?? []), reply.executionArn]);
  };
  const background = {
    ...{ releases: world.releases, integrations: world.integrations, people: world.people, tenants: world.tenants },
    ...{ approvals: world.approvals, releaseList: world.releaseList, services: world.services },
    ...{ save: world.save, now: world.now },
    uses: createIntegrationUseRepo(world.table),
    remains: createReleaseRemainsRepo(world.table),
    tokens: { succeed },
    start: async (machine: object, { tenantId, releaseId }: { tenantId: string; releaseId: string }) => {
      if (machine === releaseLifecycle) await start(tenantId, releaseId);
    },
    outside: outsideOf?.(world) ?? services.outside,
    notes: world.notes,
    contents: world.contents,
  };
  const ciFunction = eventHandler({}, releaseConsumers, background as never, async () => true);
  const tasks: Record<string, Task<never>> = { ...releaseTasks, requestSignOff };

  async function run({ task, ...input }: TaskInput): Promise<unknown> {
    const instead = answers.get(task)?.shift();
    if (instead && 'error' in instead) {
      await instead.meanwhile?.((input as { releaseId?: string }).releaseId ?? '');
      if (instead.error instanceof Error) throw instead.error;
      throw Object.assign(new Error(`${task} says no`), { name: instead.error });
    }
    if (instead) return instead.next;
    return tasks[task]?.(input, background as never);
  }
  async function invoke(_: string, payload: Json): Promise<InvocationResult> {
    const { canWait, ...input } = payload as unknown as TaskInput;
    try {
      for (;;) {
        const answer = (await answerOf(() => run(input), canWait === true, world.now())) as Json;
        const { putOff } = (answer ?? {}) as { putOff?: PutOff };
        if (!waitsOutBusy || putOff?.error.Error !== 'integration.busy') return { ok: true, payload: answer };
        await sleep(PAUSE_MS);
      }
    } catch (error) {
      const { name, message } = error as Error;
      failed.push(name);
      return { ok: false, errorType: name, errorMessage: message };
    }
  }
  const db = new DatabaseSync(':memory:');
  const machines = createStateMachines({
    db,
    now: world.now,
    log: (line) => lines.push(line),
    machines: [{ arn: MACHINE, name: 'release-lifecycle', definition }],
    invoker: { invoke },
    random,
  });
  await machines.start();
  await world.member('LEAD', { userId: USER_ID });
  const kit = await world.integrationKit();
  const releaseIds: string[] = [];

  const outboxes = watchOutboxes(world.table.client);
  /** Reads on from what it answered last: nothing is being written while it reads. */
  async function undelivered(releases: readonly string[]): Promise<BusEvent[]> {
    const ids = outboxes.takeOf(releases);
    const found = await Promise.all(
      ids.map((id) =>
        world.table.client.send(
          new QueryCommand({
            TableName: world.table.name,
            KeyConditionExpression: 'pk = :pk AND sk > :last',
            ExpressionAttributeValues: { ':pk': `T#${TENANT_ID}#OUTBOX#${id}`, ':last': delivered.get(id) ?? ' ' },
          }),
        ),
      ),
    );
    return found.flatMap(({ Items = [] }, index) => {
      delivered.set(ids[index] ?? '', Items.at(-1)?.sk ?? delivered.get(ids[index] ?? ''));
      return Items.map(busEventOf);
    });
  }
  async function deliver(event: BusEvent): Promise<void> {
    for (const { events } of [releaseConsumers, approvalConsumers] as unknown as Consumers<unknown>[]) {
      await events[event['detail-type']]?.(event, background);
    }
  }
  /** Lets everything happen to these releases that needs no time and no person. */
  async function settle(ids: readonly string[] = releaseIds): Promise<void> {
    for (;;) {
      await machines.settled();
      const events = await undelivered(ids);
      if (events.length === 0) return;
      for (const event of events) await deliver(event);
    }
  }

  /** Ends its workflow where it stands, so that its waits and looks disturb no other, and delivers nothing more about it. */
  async function forget(id: string): Promise<void> {
    for (const executionArn of executionsOf.get(id) ?? []) {
      await machines.service.operations.StopExecution?.({ executionArn });
    }
    if (releaseIds.includes(id)) releaseIds.splice(releaseIds.indexOf(id), 1);
  }

  async function pass(seconds: number): Promise<void> {
    world.clock.at += seconds * 1000;
    await machines.runDue();
    await settle();
  }

  return {
    ...{
      world,
      kit,
      services,
      executions,
      lines,
      failed,
      settle,
      forget,
      pass,
      stored: (id: string) => world.stored(id),
    },
    stop: async () => {
      await machines.stop();
      await world.stop();
    },
    /** The next call of `task` fails with `error`, after what happens meanwhile; one that is not retried fails the state. */
    fail: (task: string, error: string | Error, meanwhile?: Meanwhile) =>
      answers.set(task, [...(answers.get(task) ?? []), { error, meanwhile }]),
    /** The next call of `task` answers this plan. */
    answer: (task: string, next: Json) => answers.set(task, [...(answers.get(task) ?? []), { next }]),
    /** Releases that were created past the stage and are to be settled with the others. */
    adopt: (ids: readonly string[]) => releaseIds.push(...ids),
    /** A release whose workflow has gone as far as it can. `bring` writes its state first, as if it had come that far. */
    async release(
      over: Record<string, unknown> = {},
      bring?: (id: string) => Promise<void>,
      kitOf: Kit = kit,
    ): Promise<string> {
      const { id } = await world.release(kitOf, over);
      if (bring) await bring(id);
      releaseIds.push(id);
      await settle();
      return id;
    },
    /** Leaves a test none of the releases of those before it. */
    forgetAll: async () => {
      for (const id of [...releaseIds]) await forget(id);
    },
    /** Starts the workflow of a release, whatever became of it. */
    begin: (id: string) => start(TENANT_ID, id),
    /** An operation of the API as a lead, and what follows from it. */
    async act(id: string, path: string, body?: unknown) {
      const reply = await world.asLead('POST', `/releases/${id}/${path}`, body);
      await settle();
      return reply;
    },
    async ci(event: Omit<BusEvent, 'id' | 'time'>): Promise<void> {
      await releaseConsumers.ci?.({ id: 'ci', time: '', ...event }, background as never);
      await settle();
    },
    /** One batch of messages as Lambda hands it to the `events` function; answers which of them come again. */
    async ciBatch(events: readonly Omit<BusEvent, 'id' | 'time'>[]): Promise<readonly number[]> {
      const Records = events.map((event, index) => ({
        messageId: String(index),
        attributes: { ApproximateReceiveCount: '1' },
        body: JSON.stringify({ id: `ci-${index}`, time: '2026-03-01T12:00:00Z', ...event }),
      }));
      const { batchItemFailures } = await ciFunction({ Records } as never as SQSEvent, {} as Context);
      return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
    },
    /** Lets the time pass until a workflow has something to do, and does it. Throws when none waits for a time. */
    async passToNext(): Promise<void> {
      const { due } = db.prepare('SELECT min(due_at) AS due FROM asl_timers').get() as { due: number | null };
      if (due === null) throw new Error('no workflow waits for a time');
      await pass((due - world.clock.at) / 1000);
    },
    runDue: () => machines.runDue(),
    async history(arn: string): Promise<JsonObject[]> {
      const input = { executionArn: arn, maxResults: 1000 };
      const reply = await machines.service.operations.GetExecutionHistory?.(input);
      return (reply?.events ?? []) as JsonObject[];
    },
    async statusOf(arn: string): Promise<string> {
      const found = await machines.service.operations.DescribeExecution?.({ executionArn: arn });
      return String(found?.status);
    },
  };
}
