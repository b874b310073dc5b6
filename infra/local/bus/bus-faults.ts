// Makes PutEvents fail on demand: PUT /_local/faults/events {"rate":0.2} refuses that share of its entries, as EventBridge
// does when it throttles or fails. Set through the gateway, read by event-bus.ts, kept over restarts; rate 0 ends it.
import type { DatabaseSync } from 'node:sqlite';
import { isObject, type JsonObject, parseJson } from '../contracts.ts';

export interface BusFaults {
  /** The reply to the operator: 200 with the rate in force, or 400 with a valid example. */
  set(body: string): { status: number; body: JsonObject };
  /** As `GET /_local/faults` shows it; undefined when nothing fails. */
  inForce(): { rate: number } | undefined;
  /** Draws once: true when this entry fails. */
  strikes(): boolean;
}

/** Creates the table if needed. `random` answers from 0 to 1 (exclusive). */
export function openBusFaults(db: DatabaseSync, random: () => number = Math.random): BusFaults {
  db.exec('CREATE TABLE IF NOT EXISTS bus_fault (only INTEGER PRIMARY KEY CHECK (only = 1), rate REAL NOT NULL)');
  const upsert = db.prepare('INSERT OR REPLACE INTO bus_fault (only, rate) VALUES (1, ?)');
  let rate = Number(db.prepare('SELECT rate FROM bus_fault').get()?.rate ?? 0);
  return {
    set(body) {
      const asked = readRate(body);
      if (asked === undefined) {
        return { status: 400, body: { errors: ['the body must be {"rate":0.2} with a rate from 0 to 1'] } };
      }
      rate = asked;
      upsert.run(rate);
      return { status: 200, body: { service: 'events', rate } };
    },
    inForce: () => (rate > 0 ? { rate } : undefined),
    strikes: () => rate > 0 && random() < rate,
  };
}

function readRate(body: string): number | undefined {
  const value = parseJson(body);
  if (!isObject(value) || Object.keys(value).join() !== 'rate') return undefined;
  const { rate } = value;
  return typeof rate === 'number' && rate >= 0 && rate <= 1 ? rate : undefined;
}
