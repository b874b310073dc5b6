// The bus's deliveries in sqlite: one row for every (event, target) from before PutEvents answers until the target or
// its dead-letter queue has it. Called by deliveries.ts only.
import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../contracts.ts';
import { inTransaction } from '../../storage/database.ts';

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

export class DeliveryStore {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(`
      CREATE TABLE IF NOT EXISTS bus_delivery (
        id INTEGER PRIMARY KEY AUTOINCREMENT, due_at INTEGER NOT NULL, delivery TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS bus_delivery_due ON bus_delivery (due_at, id);
    `);
  }

  /** Records all deliveries or none, due at once. */
  add(deliveries: readonly NewDelivery[], now: number): void {
    const insert = this.#db.prepare('INSERT INTO bus_delivery (due_at, delivery) VALUES (?, ?)');
    inTransaction(this.#db, () => {
      for (const { event, ruleArn, targetId } of deliveries) {
        insert.run(now, JSON.stringify({ event, ruleArn, targetId, createdAt: now, attempts: 0 }));
      }
    });
  }

  /** The deliveries due at `now`, longest due first. */
  due(now: number, limit: number): readonly Delivery[] {
    return this.#db
      .prepare('SELECT id, delivery FROM bus_delivery WHERE due_at <= ? ORDER BY due_at, id LIMIT ?')
      .all(now, limit)
      .map(({ id, delivery }) => ({ ...(JSON.parse(String(delivery)) as Omit<Delivery, 'id'>), id: Number(id) }));
  }

  /** The earliest due time after `now`, or undefined. */
  nextDueAfter(now: number): number | undefined {
    const row = this.#db.prepare('SELECT min(due_at) AS due_at FROM bus_delivery WHERE due_at > ?').get(now);
    return row?.due_at == null ? undefined : Number(row.due_at);
  }

  /** Writes a changed delivery, due again at `dueAt`. */
  put({ id, ...delivery }: Delivery, dueAt: number): void {
    const sql = 'UPDATE bus_delivery SET due_at = ?, delivery = ? WHERE id = ?';
    this.#db.prepare(sql).run(dueAt, JSON.stringify(delivery), id);
  }

  remove(id: number): void {
    this.#db.prepare('DELETE FROM bus_delivery WHERE id = ?').run(id);
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS rows FROM bus_delivery').get()?.rows);
  }
}
