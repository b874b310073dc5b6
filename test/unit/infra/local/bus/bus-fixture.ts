// A bus on an in-memory database with a fixed clock, one rule and one queue unless told otherwise. Used by the bus's tests;
// what is sent to queues is kept in the order it came.
import { DatabaseSync } from 'node:sqlite';
import { createEventBus } from '../../../../../infra/local/bus/event-bus.ts';
import type { AwsJsonService, Json, JsonObject } from '../../../../../infra/local/contracts.ts';
import type { RuleModel } from '../../../../../infra/local/template/model.ts';

export const BUS_ARN = 'arn:aws:events:eu-west-1:111122223333:event-bus/releases';
export const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:consumer';
export const START = Date.parse('2026-03-01T12:00:00.500Z');

export function ruleOf(overrides: Partial<RuleModel> = {}): RuleModel {
  return {
    ...{ logicalId: 'Every', arn: 'arn:aws:events:eu-west-1:111122223333:rule/releases/every', name: 'every' },
    ...{ busName: 'releases', pattern: { source: [{ prefix: '' }] }, enabled: true, targets: [{ arn: QUEUE_ARN }] },
    ...overrides,
  };
}

interface Options {
  readonly rules?: readonly RuleModel[];
  readonly faults?: () => boolean;
  /** Called for each message before it is kept. */
  readonly onSend?: (queueArn: string) => void;
}

export class BusFixture {
  readonly db = new DatabaseSync(':memory:');
  readonly bus: AwsJsonService;

  constructor({ rules = [ruleOf()], faults, onSend }: Options = {}) {
    this.db.exec('CREATE TABLE sent (queue TEXT, body TEXT)');
    this.bus = createEventBus({
      db: this.db,
      now: () => START,
      buses: [{ name: 'releases', arn: BUS_ARN }],
      rules,
      ...(faults && { faults }),
      send: (queueArn, body) => {
        this.db.prepare('INSERT INTO sent VALUES (?, ?)').run(queueArn, body);
        onSend?.(queueArn);
      },
    });
  }

  get sent(): { queue: string; event: JsonObject }[] {
    const rows = this.db.prepare('SELECT * FROM sent').all();
    return rows.map(({ queue, body }) => ({ queue: String(queue), event: JSON.parse(String(body)) as JsonObject }));
  }

  /** The details of the events sent. */
  get details(): (Json | undefined)[] {
    return this.sent.map(({ event }) => event.detail);
  }

  put(...entries: JsonObject[]): JsonObject {
    return this.bus.operations.PutEvents?.({ Entries: entries }) as JsonObject;
  }
}

export function entryOf(detail: JsonObject = { n: 1 }, overrides: JsonObject = {}): JsonObject {
  return {
    ...{ EventBusName: 'releases', Source: 'windlass.releases', DetailType: 'ReleaseCreated' },
    Detail: JSON.stringify(detail),
    ...overrides,
  };
}
