// The interpreter's tables, prepared statements by their text, and transactions that nest. Called by the stores of this folder.
// All writes inside `transaction` are made together or not at all.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { inTransaction } from '../../storage/database.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS asl_definitions (hash TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS asl_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  machine_arn TEXT NOT NULL,
  status TEXT NOT NULL,
  facts TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS asl_executions_by_machine ON asl_executions (machine_arn, id);
CREATE INDEX IF NOT EXISTS asl_executions_by_status ON asl_executions (status);

CREATE TABLE IF NOT EXISTS asl_events (
  execution_arn TEXT NOT NULL,
  id INTEGER NOT NULL,
  previous_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  details TEXT,
  PRIMARY KEY (execution_arn, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS asl_frames (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  execution_arn TEXT NOT NULL,
  parent_id INTEGER,
  position INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  phase TEXT NOT NULL,
  standing TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS asl_frames_by_execution ON asl_frames (execution_arn, phase, id);
CREATE INDEX IF NOT EXISTS asl_frames_by_parent ON asl_frames (parent_id, position);

CREATE TABLE IF NOT EXISTS asl_tasks (
  token TEXT PRIMARY KEY,
  execution_arn TEXT NOT NULL,
  frame_id INTEGER NOT NULL,
  phase TEXT NOT NULL,
  call TEXT NOT NULL,
  child_arn TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS asl_tasks_by_execution ON asl_tasks (execution_arn, phase);
CREATE INDEX IF NOT EXISTS asl_tasks_by_frame ON asl_tasks (frame_id, phase);
CREATE INDEX IF NOT EXISTS asl_tasks_by_child ON asl_tasks (child_arn) WHERE child_arn IS NOT NULL;

CREATE TABLE IF NOT EXISTS asl_timers (
  frame_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (frame_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS asl_timers_by_due ON asl_timers (due_at);
`;

export type Row = Record<string, null | number | string>;

export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.exec(SCHEMA);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  /** Runs a write and answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** Runs `work` in one transaction, or inside the one already open; a throw undoes all of the outermost one. */
  transaction<T>(work: () => T): T {
    return inTransaction(this.#db, work);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
