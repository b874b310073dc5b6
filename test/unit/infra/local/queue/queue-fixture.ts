// Queues on an in-memory database with a clock to turn: `jobs` with its dead-letter queue. Used by
// the queues' tests. Functions are told what to answer per test.
import { DatabaseSync } from 'node:sqlite';
import type { InvocationResult, Json, JsonObject } from '../../../../../infra/local/contracts.ts';
import { createQueues, type Queues } from '../../../../../infra/local/queue/queues.ts';
import type { QueueMappingModel, QueueModel } from '../../../../../infra/local/template/model.ts';

export const START = 1_772_366_400_000;

const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

export function queueOf(name: string, overrides: Partial<QueueModel> = {}): QueueModel {
  return {
    ...{ logicalId: name, arn: arnOf(name), name, url: `http://127.0.0.1:4100/111122223333/${name}` },
    ...{ visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 },
    ...overrides,
  };
}

export const DEAD = queueOf('jobs-dead');
export const JOBS = queueOf('jobs', { redrive: { deadLetterArn: DEAD.arn, maxReceiveCount: 3 } });

export const MAPPING: QueueMappingModel = {
  logicalId: 'Mapping',
  queueArn: JOBS.arn,
  functionName: 'worker',
  batchSize: 10,
  maximumBatchingWindowSeconds: 0,
  reportBatchItemFailures: true,
};

/** A record of the event a function gets; the fields tests look at. */
export interface LambdaRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Record<string, string>;
}

type Handler = (records: readonly LambdaRecord[], functionName: string) => Promise<Json> | Json;

export interface FixtureOptions {
  readonly queues?: readonly QueueModel[];
  readonly mappings?: readonly QueueMappingModel[];
  /** The function; a throw is a failed invocation. */
  readonly handler?: Handler;
}

export class QueueFixture {
  readonly db = new DatabaseSync(':memory:');
  readonly log: string[] = [];
  /** The bodies of every batch, in the order of invocation. */
  readonly batches: string[][] = [];
  now = START;
  queues: Queues;

  constructor(options: FixtureOptions = {}) {
    this.queues = this.open(options);
  }

  /** New queues on the same data, as after a SIGKILL: the old ones are abandoned, not stopped. */
  restart(options: FixtureOptions = {}): void {
    this.queues = this.open(options);
    this.queues.start();
  }

  async call(operation: string, input: JsonObject): Promise<JsonObject> {
    const run = this.queues.service.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return run(input);
  }

  send(queue: QueueModel, body: string, more: JsonObject = {}): Promise<JsonObject> {
    return this.call('SendMessage', { QueueUrl: queue.url, MessageBody: body, ...more });
  }

  async receive(queue: QueueModel, more: JsonObject = {}): Promise<readonly JsonObject[]> {
    const input = { QueueUrl: queue.url, MaxNumberOfMessages: 10, AttributeNames: ['All'], ...more };
    return ((await this.call('ReceiveMessage', input)).Messages ?? []) as JsonObject[];
  }

  async bodies(queue: QueueModel, more: JsonObject = {}): Promise<unknown[]> {
    return (await this.receive(queue, more)).map(({ Body }) => Body);
  }

  async delete(queue: QueueModel, message: JsonObject | undefined): Promise<void> {
    await this.call('DeleteMessage', { QueueUrl: queue.url, ReceiptHandle: message?.ReceiptHandle ?? null });
  }

  /** Visible messages and those in flight. */
  async counts(queue: QueueModel): Promise<readonly number[]> {
    const row = this.db
      .prepare(
        `SELECT count(*) FILTER (WHERE visible_at <= :now) AS visible,
           count(*) FILTER (WHERE visible_at > :now) AS flight
         FROM queue_message WHERE queue_arn = :arn`,
      )
      .get({ arn: queue.arn, now: this.now });
    return ['visible', 'flight'].map((which) => Number(row?.[which]));
  }

  /** Removes every message of a queue, as an operator's PurgeQueue would. */
  purge(queue: QueueModel): void {
    this.db.prepare('DELETE FROM queue_message WHERE queue_arn = ?').run(queue.arn);
  }

  /** Turns the clock on and does what is due. */
  async after(seconds: number): Promise<void> {
    this.now += seconds * 1000;
    await this.queues.runDue();
  }

  private open({ queues = [JOBS, DEAD], mappings = [], handler = () => null }: FixtureOptions): Queues {
    const invoke = async (functionName: string, payload: Json): Promise<InvocationResult> => {
      const records = (payload as unknown as { Records: LambdaRecord[] }).Records;
      this.batches.push(records.map(({ body }) => body));
      try {
        return { ok: true, payload: await handler(records, functionName) };
      } catch (error) {
        return { ok: false, errorType: (error as Error).name, errorMessage: (error as Error).message };
      }
    };
    const log = (line: string) => this.log.push(line);
    return createQueues({ db: this.db, now: () => this.now, log, queues, mappings, invoker: { invoke } });
  }
}

/** The messages wait in `jobs`; `more` is of their mapping. */
export async function fixtureWith(
  bodies: readonly string[],
  handler: (records: readonly LambdaRecord[]) => Promise<Json> | Json,
  more = {},
) {
  const fixture = new QueueFixture({ mappings: [{ ...MAPPING, ...more }], handler });
  for (const body of bodies) await fixture.send(JOBS, body);
  return fixture;
}
