// EventBridge of the local runtime: PutEvents and TestEventPattern over the template's buses, rules and targets. Called
// by the gateway (service) and runtime.ts. Events that PutEvents accepted are recorded; deliveries.ts does the rest.
import { randomUUID } from 'node:crypto';
import {
  AwsError,
  type AwsJsonService,
  type Json,
  type JsonObject,
  type Part,
  type PartContext,
} from '../contracts.ts';
import type { BusModel, RuleModel, RuleTargetModel } from '../template/model.ts';
import { Deliveries, type Route } from './delivery/deliveries.ts';
import type { NewDelivery } from './delivery/delivery-store.ts';
import { compileInput } from './delivery/target-input.ts';
import { isObject } from './pattern/condition.ts';
import { compilePattern } from './pattern/pattern.ts';
import { EntryError, readEntries, readEvent } from './put-events.ts';

export interface EventBusOptions extends PartContext {
  readonly buses: readonly Pick<BusModel, 'arn' | 'name'>[];
  readonly rules: readonly RuleModel[];
  /** Gives a target its payload; a rejection is a failed attempt, its AwsError code the dead letter's ERROR_CODE. */
  readonly deliver: (target: RuleTargetModel, payload: Json) => Promise<void>;
  /** Puts an event that was given up on a queue, with EventBridge's message attributes. */
  readonly deadLetter: (queueArn: string, payload: Json, attributes: Record<string, string>) => Promise<void>;
  /** 0 to 1, spreads retries; Math.random by default. */
  readonly random?: () => number;
  /** Called for each entry of PutEvents; true fails it with InternalException. */
  readonly faults?: () => boolean;
}

export interface EventBus extends Part {
  readonly service: AwsJsonService;
  /** Makes the deliveries that are due now and waits for them, without the timer. For tests. */
  runDue(): Promise<void>;
  /** Deliveries not yet made nor given up. */
  pendingDeliveries(): number;
}

interface Matcher {
  readonly busName: string;
  readonly matches: (event: JsonObject) => boolean;
  readonly routes: readonly Route[];
}

const DEFAULT_BUS = 'default';
// TestEventPattern requires these fields of its event. `resources` is optional, although the API reference requires it.
const TESTED_EVENT_FIELDS = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/**
 * Creates the bus and its tables. Nothing is delivered before `start`, which also resumes the deliveries of a killed process.
 * @throws AwsError `InvalidEventPatternException` for a rule's pattern; UnsupportedError for a target's input
 */
export function createEventBus(options: EventBusOptions): EventBus {
  const matchers = options.rules.filter(({ enabled }) => enabled).map((rule) => compileRule(rule, options));
  const deliveries = new Deliveries({
    ...options,
    random: options.random ?? Math.random,
    // A rule that was disabled meanwhile still delivers the events it matched before.
    routes: options.rules.flatMap((rule) => routesOf(rule, options)),
  });

  const putEvents = (request: JsonObject): JsonObject => {
    const accepted: NewDelivery[] = [];
    const answers = readEntries(request).map((entry): JsonObject => {
      try {
        if (options.faults?.()) throw new EntryError('InternalException', 'An internal error occurred.');
        const bus = findBus(options.buses, entry.EventBusName);
        const event = readEvent(entry, { id: randomUUID(), now: options.now(), ...bus });
        const routes = matchers.filter(({ busName, matches }) => busName === bus.name && matches(event));
        accepted.push(...routes.flatMap((matcher) => matcher.routes.map((route) => ({ ...route, event }))));
        return { EventId: event.id ?? '' };
      } catch (error) {
        if (error instanceof EntryError) return { ErrorCode: error.code, ErrorMessage: error.message };
        throw error;
      }
    });
    deliveries.add(accepted);
    return { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: answers };
  };

  return {
    service: {
      targetPrefix: 'AWSEvents',
      operations: { PutEvents: putEvents, TestEventPattern: testEventPattern },
    },
    start: () => deliveries.start(),
    stop: () => deliveries.stop(),
    runDue: () => deliveries.runDue(),
    pendingDeliveries: () => deliveries.count(),
  };
}

function compileRule(rule: RuleModel, options: EventBusOptions): Matcher {
  return { busName: rule.busName, matches: compilePattern(rule.pattern), routes: routesOf(rule, options) };
}

function routesOf(rule: RuleModel, options: EventBusOptions): readonly Route[] {
  return rule.targets.map((target) => ({
    ruleArn: rule.arn,
    targetId: target.id,
    targetArn: target.arn,
    retry: target.retry,
    ...(target.deadLetterArn !== undefined && { deadLetterArn: target.deadLetterArn }),
    inputOf: compileInput(target, rule),
    deliver: (payload) => options.deliver(target, payload),
  }));
}

/** A bus by name or ARN. Every account has the default bus, whether the template names it or not. */
function findBus(
  buses: EventBusOptions['buses'],
  nameOrArn: Json | undefined,
): { name: string; account: string; region: string } {
  const wanted = nameOrArn ?? DEFAULT_BUS;
  const bus = buses.find(({ name, arn }) => name === wanted || arn === wanted);
  if (!bus && wanted !== DEFAULT_BUS) {
    throw new EntryError('ResourceNotFoundException', `Event bus ${String(wanted)} does not exist.`);
  }
  const [, , , region = '', account = ''] = (bus ?? buses[0])?.arn.split(':') ?? [];
  return { name: bus?.name ?? DEFAULT_BUS, account, region };
}

function testEventPattern(request: JsonObject): JsonObject {
  const matches = compilePattern(parseText(request, 'EventPattern'));
  const event = parseText(request, 'Event');
  if (!isObject(event) || TESTED_EVENT_FIELDS.some((name) => !Object.hasOwn(event, name))) {
    throw new AwsError('ValidationException', 'Parameter Event is not valid.');
  }
  return { Result: matches(event) };
}

function parseText(request: JsonObject, name: string): Json {
  try {
    return JSON.parse(String(request[name])) as Json;
  } catch {
    throw new AwsError(
      name === 'EventPattern' ? 'InvalidEventPatternException' : 'ValidationException',
      name === 'EventPattern'
        ? 'Event pattern is not valid. Reason: it is not JSON'
        : `Parameter ${name} is not valid.`,
    );
  }
}
