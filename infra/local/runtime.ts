// The local runtime: one synthesized template, composed in dependency order. Called by start.ts and by tests.
// Nothing is started before the whole template is understood; `stop` undoes it in the opposite order.
import type { FunctionInvoker } from './contracts.ts';
import { createAwsEndpoint } from './gateway/aws-endpoint.ts';
import { createDispatch } from './gateway/dispatch.ts';
import { createHttpApi } from './gateway/http-api.ts';
import { type GatewayHandler, listen, messageReply } from './gateway/server.ts';
import { createInvoker } from './lambda/invoker.ts';
import { createOutsideWorld } from './outside/outside.ts';
import { openDatabase } from './storage/database.ts';
import { createDynamoProxy } from './storage/dynamo-proxy.ts';
import { startDynamo } from './storage/dynoxide.ts';
import { ensureTables } from './storage/tables.ts';
import { readModel } from './template/read-model.ts';

export interface RuntimeOptions {
  /** Directory of the cloud assembly. */
  readonly assembly: string;
  /** Directory of all durable state; made when missing. */
  readonly data: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly verbose: boolean;
  readonly log: (line: string) => void;
}

export interface Runtime {
  /** As http://127.0.0.1:4100 */
  readonly url: string;
  readonly invoker: FunctionInvoker;
  /** The outputs of every stack. */
  readonly outputs: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts everything and resolves when requests are answered. Rejects with one clear line, everything stopped again. */
export async function startRuntime({ assembly, data, port, verbose, log }: RuntimeOptions): Promise<Runtime> {
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
    await ensureTables(dynamo, model.tables);
    const invoker = createInvoker({ functions: model.functions, url, data, verbose, log });
    undo.push(() => invoker.stop());
    const proxy = createDynamoProxy(dynamo.endpoint, () => {});
    undo.push(() => proxy.stop());
    const aws = createAwsEndpoint({ services: [], invoker, dynamo: proxy.forward, authorize: () => {} });
    const noApi: GatewayHandler = async () => messageReply(404, 'Not Found');
    const api = model.apis[0] ? createHttpApi({ api: model.apis[0], invoker, now: Date.now, log }) : noApi;
    gateway.open(createDispatch({ api, aws, outside: createOutsideWorld({ db, now: Date.now, log }), url }));
    return { url, invoker, outputs: model.outputs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
