// The release-deadline and release-train machines as deployed, in one process: their real definitions on the local
// interpreter, tasks and consumers on a real table, and a clock that stands until a test moves it.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import type { BusEvent } from '../../functions/_kit/bus-event.ts';
import { httpHandler } from '../../functions/_kit/http/http-handler.ts';
import type { Task } from '../../functions/_kit/task.ts';
import { onReleaseCreated } from '../../functions/releases/on/release-created.ts';
import { onReleaseUpdated } from '../../functions/releases/on/release-updated.ts';
import { createPlanningSources } from '../../functions/releases/planning-sources.ts';
import { tasks as releaseTasks } from '../../functions/releases/tasks.ts';
import { consumers as trainConsumers } from '../../functions/trains/consumers.ts';
import { manifest as trainsManifest } from '../../functions/trains/manifest.ts';
import { operations as trainOperations } from '../../functions/trains/operations.ts';
import { tasks as trainTasks } from '../../functions/trains/tasks.ts';
import { createStateMachines } from '../../infra/local/asl/state-machines.ts';
import type { InvocationResult, Json, JsonObject } from '../../infra/local/contracts.ts';
import { apiCaller } from '../support/http.ts';
import { startWorld, TENANT_ID } from '../support/release-world.ts';

const MACHINES = ['release-deadline', 'release-train'] as const;
type Machine = (typeof MACHINES)[number];

export const definitionOf = (name: Machine) =>
  JSON.parse(
    readFileSync(new URL(`../../statemachines/${name}/${name}.asl.json`, import.meta.url), 'utf8').replaceAll(
      /\$\{(\w+)TasksFunctionArn\}/g,
      (_, domain: string) => domain.toLowerCase(),
    ),
  );
const arnOf = (name: Machine) => `arn:aws:states:local:000000000000:stateMachine:${name}`;

export type PlanningStage = Awaited<ReturnType<typeof startPlanningStage>>;

export async function startPlanningStage() {
  const world = await startWorld();
  const trains = createTrainRepo(world.table);
  const kit = await world.integrationKit();
  const failures = new Map<string, string[]>();
  const executions: { machine: Machine; name: string; arn: string }[] = [];
  const delivered = new Set<unknown>();

  async function start(machine: Machine, name: string, input: object): Promise<void> {
    if (executions.some((one) => one.name === name)) return;
    const request = { stateMachineArn: arnOf(machine), name, input: JSON.stringify(input) };
    const reply = await machines.service.operations.StartExecution?.(request);
    executions.push({ machine, name, arn: String(reply?.executionArn) });
  }
  const deadlines = {
    start: (watch: { releaseId: string; revision: number; lap: number }) =>
      start('release-deadline', `${watch.releaseId}-r${watch.revision}-${watch.lap}`, watch),
  };
  const starter = {
    start: (input: { trainId: string; leg: number }) => start('release-train', `${input.trainId}-${input.leg}`, input),
  };
  const deps = {
    ...{ releases: world.releases, integrations: world.integrations, commit: world.commit, now: world.now },
    ...createPlanningSources(world.table),
    ...{ trains, starter, deadlines, lifecycle: { start: async () => undefined } },
    tokens: { succeed: async () => undefined },
  };
  const tasks: Record<string, Task<never>> = { ...releaseTasks, ...trainTasks };

  async function invoke(_: string, payload: Json): Promise<InvocationResult> {
    const { task, ...input } = payload as { task: string };
    try {
      const error = failures.get(task)?.shift();
      if (error !== undefined) throw Object.assign(new Error(`${task} says no`), { name: error });
      return { ok: true, payload: ((await tasks[task]?.(input, deps as never)) ?? null) as Json };
    } catch (error) {
      const { name, message } = error as Error;
      return { ok: false, errorType: name, errorMessage: message };
    }
  }
  const machines = createStateMachines({
    db: new DatabaseSync(':memory:'),
    now: world.now,
    log: () => undefined,
    machines: MACHINES.map((name) => ({ arn: arnOf(name), name, definition: definitionOf(name) })),
    invoker: { invoke },
    random: () => 0,
  });
  await machines.start();

  async function deliver(event: BusEvent): Promise<void> {
    if (event['detail-type'] === 'ReleaseCreated') await onReleaseCreated(event, deps as never);
    if (event['detail-type'] === 'ReleaseUpdated') await onReleaseUpdated(event, deps as never);
    await trainConsumers.events[event['detail-type']]?.(event, deps as never);
  }
  /** Lets everything happen that needs no time; every event is delivered twice. */
  async function settle(): Promise<void> {
    for (;;) {
      await machines.settled();
      const items = (await world.items()).filter(
        ({ pk, eventId }) => /#OUTBOX#/.test(String(pk)) && !delivered.has(eventId),
      );
      if (items.length === 0) return;
      for (const { eventId, source, detailType, detail } of items) {
        delivered.add(eventId);
        const event = { id: eventId, source, 'detail-type': detailType, time: '', detail: JSON.parse(String(detail)) };
        for (let time = 0; time < 2; time++) await deliver(event as BusEvent);
      }
    }
  }
  const call = apiCaller(trainsManifest, httpHandler(trainsManifest, trainOperations, world.kit, { trains }));

  return {
    ...{ world, kit, trains, deps, settle, executions },
    stop: async () => {
      await machines.stop();
      await world.stop();
    },
    /** The next call of `task` fails with an error that is not retried. */
    fail: (task: string, error: string) => failures.set(task, [...(failures.get(task) ?? []), error]),
    /** The trains API as a lead. */
    trainsApi: (method: string, path: string, body?: unknown) =>
      call({ role: 'LEAD', method, path, ...(body === undefined ? {} : { body }) }),
    /** Moves the clock, and lets happen what then happens. */
    async at(iso: string): Promise<void> {
      world.clock.at = Date.parse(iso);
      await machines.runDue();
      await settle();
    },
    train: (trainId: string) => trains.get(TENANT_ID as never, trainId),
    async historyOf(arn: string) {
      const reply = await machines.service.operations.GetExecutionHistory?.({ executionArn: arn, maxResults: 1000 });
      return (reply?.events ?? []) as JsonObject[];
    },
    async statusOf(arn: string): Promise<string> {
      const reply = await machines.service.operations.DescribeExecution?.({ executionArn: arn });
      return String(reply?.status);
    },
  };
}
