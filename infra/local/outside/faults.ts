// Faults an operator sets with PUT /_local/faults/<name>: what share of calls fails and how. Kept over restarts.
import type { DatabaseSync } from 'node:sqlite';
import { isObject, type Json, type JsonObject, parseJson } from '../contracts.ts';
import type { OutsideReply } from './stand-in.ts';

/** How one service fails. `paths` limits it to paths with one of these prefixes. */
export type Fault = {
  /** Share of calls, from 0 (exclusive) to 1. */
  rate: number;
  /** HTTP status of a failed call; not used with `timeout` or `reset`. */
  status: number;
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number;
  paths?: string[];
  /** Never answer. */
  timeout?: true;
  /** Destroy the connection. */
  reset?: true;
  /** It strikes after the service did what it was asked: the answer alone is lost. */
  after?: true;
};

const isWhole = (least: number, most: number) => (value: Json) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
const isFlag = (value: Json) => typeof value === 'boolean';
const isPrefixes = (value: Json) => {
  const prefixes = [value].flat();
  return prefixes.length > 0 && prefixes.every((one) => typeof one === 'string' && one.startsWith('/'));
};

/** Whether the value of a field is right, and how it must be. */
const FIELDS: Readonly<Record<string, readonly [(value: Json) => boolean, string]>> = {
  rate: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a number from 0 to 1'],
  status: [isWhole(400, 599), 'a whole number from 400 to 599'],
  retryAfter: [isWhole(0, 86_400), 'whole seconds from 0 to 86400'],
  paths: [isPrefixes, 'a path prefix or a list of them, each beginning with /'],
  timeout: [isFlag, 'true or false'],
  reset: [isFlag, 'true or false'],
  after: [isFlag, 'true or false'],
};

export interface Faults {
  /** Sets, replaces or (rate 0) ends the fault of a service; 400 with every mistake named, else 200. */
  set(service: string, body: string): OutsideReply;
  get(service: string): Fault | undefined;
  /** All faults in force by service. */
  all(): JsonObject;
}

/** Creates the table if needed. */
export function openFaults(db: DatabaseSync): Faults {
  db.exec('CREATE TABLE IF NOT EXISTS outside_faults (service TEXT PRIMARY KEY, fault TEXT NOT NULL)');
  const upsert = db.prepare('INSERT OR REPLACE INTO outside_faults (service, fault) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM outside_faults WHERE service = ?');
  const select = db.prepare('SELECT fault FROM outside_faults WHERE service = ?');
  const everything = db.prepare('SELECT service, fault FROM outside_faults ORDER BY service');

  return {
    set(service, body) {
      const read = readFault(parseJson(body));
      if ('errors' in read) return { status: 400, body: { errors: read.errors } };
      if (read.fault === 'none') {
        remove.run(service);
        return { status: 200, body: { service, rate: 0 } };
      }
      upsert.run(service, JSON.stringify(read.fault));
      return { status: 200, body: { service, ...read.fault } };
    },
    get(service) {
      const row = select.get(service);
      return row ? (JSON.parse(String(row.fault)) as Fault) : undefined;
    },
    all() {
      return Object.fromEntries(
        everything.all().map((row) => [String(row.service), parseJson(String(row.fault)) ?? null]),
      );
    },
  };
}

/** The reply of a fault that strikes: `failure` gives the service's own error body for a status. */
export function faultReply(fault: Fault, failure: (status: number) => Json): OutsideReply {
  if (fault.timeout) return { status: 0 };
  if (fault.reset) return { status: -1 };
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  return { status: fault.status, headers, body: failure(fault.status) };
}

/** Whether a fault is about this path and this throw of the dice. `random` answers from 0 to 1 (exclusive). */
export function strikes(fault: Fault, path: string, random: () => number): boolean {
  const concerns = fault.paths === undefined || fault.paths.some((prefix) => path.startsWith(prefix));
  return concerns && random() < fault.rate;
}

function readFault(value: Json | undefined): { errors: string[] } | { fault: Fault | 'none' } {
  if (!isObject(value))
    return { errors: ['the body must be a JSON object such as {"rate":0.3,"status":429,"retryAfter":1}'] };
  const errors = Object.entries(value).flatMap(([key, given]) => {
    const [isRight, right] = FIELDS[key] ?? [];
    if (!isRight) return [`${key} is not known; known are ${Object.keys(FIELDS).join(', ')}`];
    return isRight(given) ? [] : [`${key} must be ${right}`];
  });
  const { rate, status, paths, timeout, reset, after } = value;
  if ([timeout === true, reset === true, status !== undefined].filter(Boolean).length > 1) {
    errors.push('status, timeout and reset exclude each other');
  }
  if (after === true && status === 429) errors.push('a service that answers 429 has done nothing: leave out after');
  if (rate === undefined && status === undefined && !timeout && !reset) {
    errors.push('say what fails: rate, status, timeout or reset');
  }
  if (errors.length > 0) return { errors };
  if (rate === 0) return { fault: 'none' };
  const asked: JsonObject = paths === undefined ? value : { ...value, paths: [paths].flat() };
  const set = Object.fromEntries(Object.entries(asked).filter(([, given]) => given !== false));
  return { fault: { rate: 1, status: 503, ...set } as Fault };
}
