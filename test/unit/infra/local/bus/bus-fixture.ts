// A bus on an in-memory database with a clock to turn, one rule and one target unless told otherwise. Used by the bus's
// tests; what is delivered and dead-lettered is kept in the order it came.
import { DatabaseSync } from 'node:sqlite';
import { createEventBus } from '../../../../../infra/local/bus/event-bus.ts';
import type { Json, JsonObject } from '../../../../../infra/local/contracts.ts';
import type { RuleModel, RuleTargetModel } from '../../../../../infra/local/template/model.ts';

export const BUS_ARN = 'arn:aws:events:eu-west-1:111122223333:event-bus/releases';
export const RULE_ARN = 'arn:aws:events:eu-west-1:111122223333:rule/releases/every';
export const TARGET_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:consumer';
export const DEAD_LETTER_ARN = 'arn:aws:sqs:eu-west-1:111122223333:dead';
export const START = Date.parse('2026-03-01T12:00:00.500Z');

export const TARGET: RuleTargetModel = {
  id: 'consumer',
  arn: TARGET_ARN,
  retry: { maximumRetryAttempts: 185, maximumEventAgeSeconds: 86_400 },
  deadLetterArn: DEAD_LETTER_ARN,
};

export function ruleOf(overrides: Partial<RuleModel> = {}): RuleModel {
  const every = { source: [{ prefix: '' }] };
  return {
    ...{
      logicalId: 'Every',
      arn: RULE_ARN,
      name: 'every',
      busName: 'releases',
      pattern: every,
      enabled: true,
      targets: [TARGET],
    },
    ...overrides,
  };
}

export interface Outcomes {
  readonly rules?: readonly RuleModel[];
  /** Throws to fail an attempt. */
  readonly deliver?: (payload: Json, target: RuleTargetModel) => void | Promise<void>;
  readonly deadLetter?: () => void;
  readonly faults?: () => boolean;
  readonly random?: () => number;
}

export class BusFixture {
  readonly db = new DatabaseSync(':memory:');
  readonly delivered: { target: string; payload: Json }[] = [];
  readonly deadLetters: { queueArn: string; payload: Json; attributes: Record<string, string> }[] = [];
  readonly log: string[] = [];
  now = START;
  bus;

  constructor(outcomes: Outcomes = {}) {
    this.bus = this.open(outcomes);
  }

  /** A new bus on the same data, as after a SIGKILL: the old one is abandoned, not stopped. */
  restart(outcomes: Outcomes = {}): void {
    this.bus = this.open(outcomes);
  }

  put(...entries: JsonObject[]): JsonObject {
    return this.bus.service.operations.PutEvents?.({ Entries: entries }) as JsonObject;
  }

  /** Advances the clock to nothing left to do, or by `limitMs`, in steps of `stepMs`. */
  async settle(stepMs = 60_000, limitMs = 90_000_000): Promise<void> {
    const until = this.now + limitMs;
    for (await this.bus.runDue(); this.bus.pendingDeliveries() > 0 && this.now < until; await this.bus.runDue()) {
      this.now += stepMs;
    }
  }

  private open({ rules = [ruleOf()], deliver, deadLetter, faults, random = () => 0 }: Outcomes) {
    return createEventBus({
      db: this.db,
      now: () => this.now,
      log: (line) => this.log.push(line),
      buses: [{ name: 'releases', arn: BUS_ARN }],
      rules,
      random,
      ...(faults && { faults }),
      deliver: async (target, payload) => {
        await deliver?.(payload, target);
        this.delivered.push({ target: target.id, payload });
      },
      deadLetter: async (queueArn, payload, attributes) => {
        deadLetter?.();
        this.deadLetters.push({ queueArn, payload, attributes });
      },
    });
  }
}

export function entryOf(detail: JsonObject = { n: 1 }, overrides: JsonObject = {}): JsonObject {
  return {
    ...{ EventBusName: 'releases', Source: 'windlass.releases', DetailType: 'ReleaseCreated' },
    Detail: JSON.stringify(detail),
    ...overrides,
  };
}

/** A `deliver` or `deadLetter` that always fails. */
export function failing(error: Error = new Error('down')): () => void {
  return () => {
    throw error;
  };
}

/** The one rule with another version of its one target. */
export function withTarget(overrides: Partial<RuleTargetModel>): readonly RuleModel[] {
  return [ruleOf({ targets: [{ ...TARGET, ...overrides }] })];
}
