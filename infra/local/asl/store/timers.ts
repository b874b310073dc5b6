// Rows of timers: absolute due times of frames, at most one of each kind. The only reader and writer of asl_timers; the
// scheduler keeps one system timer for the earliest of them.
import type { Database } from './database.ts';

export type TimerKind = 'execution' | 'heartbeat' | 'retry' | 'timeout' | 'wait';

/** `dueAt` is epoch milliseconds. An `execution` timer hangs on the root frame. */
export interface Timer {
  readonly frameId: number;
  readonly kind: TimerKind;
  readonly dueAt: number;
}

export class Timers {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Sets or moves the timer. */
  set(frameId: number, kind: TimerKind, dueAt: number): void {
    const sql = 'INSERT OR REPLACE INTO asl_timers (frame_id, kind, due_at) VALUES (?, ?, ?)';
    this.#db.run(sql, frameId, kind, Math.ceil(dueAt));
  }

  /** Removes the timer; false when there was none. */
  clear(frameId: number, kind: TimerKind): boolean {
    return this.#db.run('DELETE FROM asl_timers WHERE frame_id = ? AND kind = ?', frameId, kind) > 0;
  }

  clearAll(frameId: number): void {
    this.#db.run('DELETE FROM asl_timers WHERE frame_id = ?', frameId);
  }

  next(): number | undefined {
    return this.#db.get('SELECT MIN(due_at) AS due_at FROM asl_timers')?.due_at as number | undefined;
  }

  due(now: number): Timer[] {
    return this.#db
      .all('SELECT * FROM asl_timers WHERE due_at <= ? ORDER BY due_at, frame_id', now)
      .map((row) => ({ frameId: row.frame_id as number, kind: row.kind as TimerKind, dueAt: row.due_at as number }));
  }
}
