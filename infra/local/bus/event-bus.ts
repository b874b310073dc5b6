// EventBridge of the local runtime: PutEvents and TestEventPattern over the template's buses and rules. Called by the gateway
// (service) and runtime.ts. The targets of rules are queues of this process: they have the events when PutEvents answers.
import { randomUUID } from 'node:crypto';
import {
  AwsError,
  type AwsJsonService,
  isObject,
  type Json,
  type JsonObject,
  type PartContext,
  parseJson,
} from '../contracts.ts';
import { inTransaction } from '../storage/database.ts';
import type { BusModel, RuleModel } from '../template/model.ts';
import { invalidPattern } from './pattern/invalid-pattern.ts';
import { compilePattern } from './pattern/pattern.ts';
import { EntryError, readEntries, readEvent } from './put-events.ts';

export interface EventBusOptions extends Pick<PartContext, 'db' | 'now'> {
  readonly buses: readonly Pick<BusModel, 'arn' | 'name'>[];
  readonly rules: readonly RuleModel[];
  /** Records a message on a queue. */
  readonly send: (queueArn: string, body: string) => void;
  /** Called for each entry of PutEvents; true fails it with InternalException. */
  readonly faults?: () => boolean;
}

const DEFAULT_BUS = 'default';
// TestEventPattern requires these fields of its event. `resources` is optional, although the API reference requires it.
const TESTED_EVENT_FIELDS = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** @throws AwsError `InvalidEventPatternException` for a rule's pattern */
export function createEventBus({ db, now, buses, rules, send, faults }: EventBusOptions): AwsJsonService {
  const enabled = rules
    .filter((rule) => rule.enabled)
    .map((rule) => ({ ...rule, matches: compilePattern(rule.pattern) }));

  const putEvent = (entry: JsonObject): JsonObject => {
    try {
      if (faults?.()) throw new EntryError('InternalException', 'An internal error occurred.');
      const bus = findBus(buses, entry.EventBusName);
      const event = readEvent(entry, { id: randomUUID(), now: now(), ...bus });
      for (const { busName, matches, targets } of enabled) {
        if (busName !== bus.name || !matches(event)) continue;
        for (const { arn } of targets) send(arn, JSON.stringify(event));
      }
      return { EventId: event.id ?? '' };
    } catch (error) {
      if (error instanceof EntryError) return { ErrorCode: error.code, ErrorMessage: error.message };
      throw error;
    }
  };
  const putEvents = (request: JsonObject): JsonObject => {
    const entries = readEntries(request);
    const answers = inTransaction(db, () => entries.map(putEvent));
    return { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: answers };
  };

  return { targetPrefix: 'AWSEvents', operations: { PutEvents: putEvents, TestEventPattern: testEventPattern } };
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

function testEventPattern({ EventPattern, Event }: JsonObject): JsonObject {
  const pattern = parseJson(String(EventPattern));
  if (pattern === undefined) throw invalidPattern('it is not JSON');
  const matches = compilePattern(pattern);
  const event = parseJson(String(Event));
  if (!isObject(event) || TESTED_EVENT_FIELDS.some((name) => !Object.hasOwn(event, name))) {
    throw new AwsError('ValidationException', 'Parameter Event is not valid.');
  }
  return { Result: matches(event) };
}
