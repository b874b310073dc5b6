// The bus's deliveries in sqlite: one row for every (event, target) from before PutEvents answers until the target or
// its dead-letter queue has it. Called by deliveries.ts only.
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../../contracts.ts';

export interface NewDelivery {
  readonly event: JsonObject;
  readonly ruleArn: string;
  readonly targetId: string;
}

export interface Delivery extends NewDelivery {
  readonly id: number;
  /** When the event was put, in epoch milliseconds. */
  readonly createdAt: number;
  /** Attempts that failed so far. */
  readonly attempts: number;
  /** The attributes of the dead letter, once the target was given up. */
  readonly deadLetter?: Record<string, string>;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS bus_delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    rule_arn TEXT NOT NULL,
    target_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    dead_letter TEXT
  );
  CREATE INDEX IF NOT EXISTS bus_delivery_due ON bus_delivery (due_at, id);
`;

export class DeliveryStore {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  /** Records all deliveries or none, due at once. */
  add(deliveries: readonly NewDelivery[], now: number): void {
    const insert = this.#db.prepare(
      'INSERT INTO bus_delivery (event, rule_arn, target_id, created_at, due_at) VALUES (?, ?, ?, ?, ?)',
    );
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const { event, ruleArn, targetId } of deliveries) {
        insert.run(JSON.stringify(event), ruleArn, targetId, now, now);
      }
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The deliveries due at `now`, longest due first. */
  due(now: number, limit: number): readonly Delivery[] {
    return this.#db
      .prepare('SELECT * FROM bus_delivery WHERE due_at <= ? ORDER BY due_at, id LIMIT ?')
      .all(now, limit)
      .map(toDelivery);
  }

  /** The earliest due time after `now`, or undefined. */
  nextDueAfter(now: number): number | undefined {
    const row = this.#db.prepare('SELECT min(due_at) AS due_at FROM bus_delivery WHERE due_at > ?').get(now);
    return row?.due_at == null ? undefined : Number(row.due_at);
  }

  retryAt(id: number, attempts: number, dueAt: number): void {
    this.#db.prepare('UPDATE bus_delivery SET attempts = ?, due_at = ? WHERE id = ?').run(attempts, dueAt, id);
  }

  /** Gives the target up; from now on the row is a dead letter to be sent. */
  giveUp(id: number, attempts: number, deadLetter: Record<string, string>): void {
    this.#db
      .prepare('UPDATE bus_delivery SET attempts = ?, dead_letter = ? WHERE id = ?')
      .run(attempts, JSON.stringify(deadLetter), id);
  }

  remove(id: number): void {
    this.#db.prepare('DELETE FROM bus_delivery WHERE id = ?').run(id);
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS rows FROM bus_delivery').get()?.rows);
  }
}

function toDelivery(row: Record<string, SQLOutputValue>): Delivery {
  return {
    id: Number(row.id),
    event: JSON.parse(String(row.event)) as JsonObject,
    ruleArn: String(row.rule_arn),
    targetId: String(row.target_id),
    createdAt: Number(row.created_at),
    attempts: Number(row.attempts),
    ...(row.dead_letter === null ? {} : { deadLetter: JSON.parse(String(row.dead_letter)) as Record<string, string> }),
  };
}
