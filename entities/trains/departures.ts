// The departures of a train: the occurrences of its rule that nobody skipped.

import { isoOf } from '../_base/time/iso.ts';
import { occurrences, type Recurrence } from '../_base/time/recurrence/occurrences.ts';
import { partsOf } from '../_base/time/recurrence/rule.ts';
import { wallTimeOf } from '../_base/time/wall-time.ts';
import { trainErrors } from './errors.ts';

export interface Schedule extends Recurrence {
  /** Departures that people skipped, in ISO 8601. */
  readonly skippedDepartures?: readonly string[] | undefined;
}

/**
 * The first departure after `after`, both in epoch milliseconds; undefined when there is none, or never was one. Throws
 * `train.invalid` for a rule that cannot be computed, which is not the same as one without departures.
 */
export function nextDeparture(schedule: Schedule, after: number): number | undefined {
  try {
    for (const instant of occurrences(schedule, after))
      if (!schedule.skippedDepartures?.includes(isoOf(instant))) return instant;
    return undefined;
  } catch (error) {
    const message = `cannot be computed: ${error instanceof Error ? error.message : String(error)}`;
    const fields = [{ path: 'rrule', code: 'train.rule_unreadable', message }];
    throw trainErrors.invalid({ detail: `rrule ${message}`, fields });
  }
}

/** Counted or skipping periods, a rule says something else from another first day on. */
const COUNTS_FROM_START = /(?:^|;)(?:COUNT=\d+|INTERVAL=(?!1(?:;|$))\d+)(?=;|$)/;

/**
 * The start from which a rule counts: the first day that it names, since what RFC 5545 leaves undefined is a start that the rule
 * does not name. So every other Tuesday from a Wednesday on begins on the next Tuesday, and COUNT counts departures that come.
 * `start` is wall time, and the first instant that may depart is the one after `after`, in epoch milliseconds.
 */
export function startOfRule({ rrule, timeZone, dtstart }: Schedule, after: number): string {
  if (!COUNTS_FROM_START.test(partsOf(rrule).rrule)) return dtstart;
  const every = rrule.replace(/(?:^|;)(?:COUNT|INTERVAL)=\d+/g, '').replace(/^;/, '');
  const first = nextDeparture({ rrule: partsOf(every).rrule, timeZone, dtstart }, after);
  return first === undefined ? dtstart : wallTimeOf(first, timeZone);
}
