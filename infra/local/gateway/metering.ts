// Counts the units of a bill: the table's capacity units, the events on the bus and the invocations of each function, for
// `GET /_local/metrics`. Asks for the capacity of calls that did not, and removes it from their replies.
import type { AwsJsonService, FunctionInvoker, JsonObject } from '../contracts.ts';
import { functionNameOf } from '../lambda/invoker.ts';
import type { GatewayReply, GatewayRequest } from './server.ts';

export interface Metrics {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
  /** By the name of the function. */
  readonly invocations: Readonly<Record<string, number>>;
}

export interface Metering {
  table(
    forward: (request: GatewayRequest) => Promise<GatewayReply>,
  ): (request: GatewayRequest) => Promise<GatewayReply>;
  bus(service: AwsJsonService): AwsJsonService;
  functions<Invoker extends FunctionInvoker>(invoker: Invoker): Invoker;
  /** Since the runtime was started. */
  snapshot(): Metrics;
}

const WRITES = /\.(?:PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;
const READS = /\.(?:GetItem|Query|BatchGetItem|TransactGetItems|Scan)$/;

interface Consumed {
  readonly CapacityUnits?: number;
}

const unitsOf = (reply: JsonObject): number => {
  const consumed = reply.ConsumedCapacity as unknown as Consumed | readonly Consumed[] | undefined;
  const entries = consumed === undefined ? [] : Array.isArray(consumed) ? consumed : [consumed as Consumed];
  return entries.reduce((sum, entry) => sum + (entry.CapacityUnits ?? 0), 0);
};

export function createMetering(): Metering {
  const counts = { writeUnits: 0, readUnits: 0, events: 0 };
  const invocations: Record<string, number> = {};
  return {
    table: (forward) => async (request) => {
      const target = request.headers['x-amz-target'] ?? '';
      const unit = WRITES.test(target) ? 'writeUnits' : READS.test(target) ? 'readUnits' : undefined;
      if (unit === undefined) return forward(request);
      const input = JSON.parse(request.body.toString('utf8')) as JsonObject;
      if (input.ReturnConsumedCapacity !== undefined) return forward(request);
      const body = Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
      const reply = await forward({ ...request, body });
      if (reply.status !== 200) return reply;
      const output = JSON.parse(String(reply.body)) as JsonObject;
      counts[unit] += unitsOf(output);
      const { ConsumedCapacity: _, ...asked } = output;
      // The checksum is of the body that held the capacity.
      const { 'x-amz-crc32': _checksum, ...headers } = reply.headers ?? {};
      return { ...reply, headers, body: JSON.stringify(asked) };
    },
    bus: (service) => ({
      ...service,
      operations: {
        ...service.operations,
        PutEvents: async (input) => {
          const output = (await service.operations.PutEvents?.(input)) ?? {};
          counts.events += ((input.Entries as unknown[]) ?? []).length - Number(output.FailedEntryCount ?? 0);
          return output;
        },
      },
    }),
    functions: (invoker) => ({
      ...invoker,
      invoke: (nameOrArn, payload) => {
        const name = functionNameOf(nameOrArn);
        invocations[name] = (invocations[name] ?? 0) + 1;
        return invoker.invoke(nameOrArn, payload);
      },
    }),
    snapshot: () => ({ ...counts, invocations: { ...invocations } }),
  };
}
