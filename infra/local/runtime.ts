// The local runtime: one synthesized template, composed in dependency order. Called by start.ts and by tests.
// Nothing is started before the whole template is understood; `stop` undoes it in the opposite order.
import { createStateMachines, type StateMachines } from './asl/state-machines.ts';
import { type BusFaults, openBusFaults } from './bus/bus-faults.ts';
import { createEventBus } from './bus/event-bus.ts';
import { createClock } from './clock.ts';
import type { AwsJsonService, FunctionInvoker, PartContext } from './contracts.ts';
import { createHttpApi } from './gateway/api/http-api.ts';
import { createAwsEndpoint } from './gateway/aws/aws-endpoint.ts';
import { createCallers } from './gateway/aws/callers.ts';
import { createDispatch, toStandIn } from './gateway/dispatch.ts';
import { createDrain } from './gateway/drain.ts';
import { createMetering } from './gateway/metering.ts';
import { type GatewayHandler, listen, messageReply } from './gateway/server.ts';
import { createInvoker } from './lambda/invoker.ts';
import { createStreamMapping, type StreamMapping } from './lambda/stream/stream-mapping.ts';
import { createOutsideWorld } from './outside/outside.ts';
import { createQueues, type Queues } from './queue/queues.ts';
import { openDatabase } from './storage/database.ts';
import { createDynamoProxy } from './storage/dynamo-proxy.ts';
import { type DynamoServer, startDynamo } from './storage/dynoxide.ts';
import { createKms } from './storage/kms.ts';
import { createObjects } from './storage/objects.ts';
import { ensureTables } from './storage/tables.ts';
import type { LocalModel } from './template/model.ts';
import { readModel } from './template/read-model.ts';

export interface RuntimeOptions {
  /** Directory of the cloud assembly. */
  readonly assembly: string;
  /** Directory of all durable state; made when missing. */
  readonly data: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** See invoker.ts. */
  readonly warm?: number | undefined;
  readonly verbose: boolean;
  readonly log: (line: string) => void;
}

export interface Runtime {
  /** As http://127.0.0.1:4100 */
  readonly url: string;
  readonly invoker: FunctionInvoker;
  /** Moves the clock of the stage once nothing runs, and fires the timers that are due then. Undefined is the machine's time. */
  moveClock(time: number | undefined): Promise<void>;
  /** The outputs of every stack. */
  readonly outputs: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const DRAIN_MS = 2000;

/** Starts everything and resolves when requests are answered. Rejects with one clear line, everything stopped again. */
export async function startRuntime({ assembly, data, port, warm, verbose, log }: RuntimeOptions): Promise<Runtime> {
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const gateway = await listen(port, log);
    undo.push(() => gateway.close());
    const { url } = gateway;
    const model = readModel(assembly, url);
    const db = openDatabase(data);
    undo.push(() => db.close());
    const dynamo = await startDynamo(data, log);
    undo.push(() => dynamo.stop());
    const streams = await ensureTables(dynamo, model.tables);

    const clock = createClock();
    const metering = createMetering();
    const { functions } = model;
    const invoker = metering.functions(
      createInvoker({ functions, url, data, clockOffset: clock.offset, warm, verbose, log }),
    );
    undo.push(() => invoker.stop());
    const context: PartContext = { db, now: clock.now, log };
    const busFaults = openBusFaults(db);
    const parts = createParts(context, model, invoker, busFaults);
    const mappings = createMappings(context, model, invoker, dynamo, streams, parts.queues);
    const proxy = createDynamoProxy(dynamo.endpoint, () => {
      for (const mapping of mappings) mapping.wake();
    });
    undo.push(() => proxy.stop());

    const { authorize, calls } = createCallers(model);
    const outside = createOutsideWorld(context);
    const aws = createAwsEndpoint({
      services: [parts.queues.service, metering.bus(parts.bus), parts.machines.service, createKms(data, model.keys)],
      invoker,
      dynamo: metering.table(proxy.forward),
      mail: (request) => toStandIn(outside, 'ses', request, url),
      objects: createObjects(data, model.buckets),
      authorize,
    });
    const api = createDrain(apiOf(model, invoker, clock.now, verbose, log));
    const metrics = metering.snapshot;
    const { outputs } = model;
    const allowedOrigins = model.apis[0]?.cors?.allowOrigins ?? [];
    const places = { api: api.handler, aws, outside, busFaults };
    gateway.open(createDispatch({ ...places, metrics, calls, outputs, allowedOrigins, url }));
    for (const part of [parts.queues, parts.machines, ...mappings]) {
      await part.start();
      undo.push(() => part.stop());
    }
    undo.push(() => api.drain(DRAIN_MS));
    const moveClock: Runtime['moveClock'] = async (time) => {
      await invoker.idle();
      clock.set(time);
      await parts.machines.runDue();
    };
    return { url, invoker, outputs, moveClock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createParts(
  context: PartContext,
  model: LocalModel,
  invoker: FunctionInvoker,
  busFaults: BusFaults,
): { queues: Queues; machines: StateMachines; bus: AwsJsonService } {
  const queues = createQueues({
    ...context,
    now: Date.now,
    queues: model.queues,
    mappings: model.queueMappings,
    invoker,
  });
  const bus = createEventBus({
    ...context,
    buses: model.buses,
    rules: model.rules,
    faults: busFaults.strikes,
    send: queues.send.bind(queues),
  });
  const machines = createStateMachines({
    ...context,
    machines: model.stateMachines,
    invoker,
    putEvents: async (input) => (await bus.operations.PutEvents?.(input)) ?? {},
  });
  return { queues, machines, bus };
}

function createMappings(
  context: PartContext,
  model: LocalModel,
  invoker: FunctionInvoker,
  dynamo: DynamoServer,
  streams: ReadonlyMap<string, string>,
  queues: Queues,
): StreamMapping[] {
  return model.streamMappings.map((mapping) =>
    createStreamMapping({
      ...context,
      now: Date.now,
      mapping,
      partitionKey: model.tables.find(({ name }) => name === mapping.tableName)?.partitionKey ?? '',
      dynamo,
      serverStreamArn: streams.get(mapping.tableName) ?? '',
      invoker,
      sendMessage: queues.send.bind(queues),
    }),
  );
}

function apiOf(
  model: LocalModel,
  invoker: FunctionInvoker,
  now: () => number,
  verbose: boolean,
  log: RuntimeOptions['log'],
): GatewayHandler {
  const [api] = model.apis;
  if (!api) return async () => messageReply(404, 'Not Found');
  return createHttpApi({ api, invoker, now, verbose, log });
}
