// Rows of tasks, by token: each attempt of a Task state is one. The only reader and writer of asl_tasks. The row of a closed
// task stays, so that a late answer gets TaskTimedOut and not TaskDoesNotExist.
import { randomBytes } from 'node:crypto';
import type { Json } from '../../contracts.ts';
import { parseJson } from '../exact-json.ts';
import type { Database, Row } from './database.ts';

/** CALLING: the call has no result yet and is repeated after a crash. SUBMITTED: waits for a callback or a child. */
type TaskPhase = 'CALLING' | 'CLOSED' | 'SUBMITTED';

/** The call of an attempt. */
interface TaskCall {
  /** The state's Resource. */
  readonly resource: string;
  readonly arguments: Json;
  readonly heartbeatSeconds: number | undefined;
}

export interface Task extends TaskCall {
  readonly token: string;
  readonly executionArn: string;
  readonly frameId: number;
  readonly phase: TaskPhase;
  /** The execution that a `.sync` task waits for. */
  readonly childArn: string | null;
}

const TOKEN = /^AQ[\w-]{64}$/;

export function newTaskToken(): string {
  return `AQ${randomBytes(48).toString('base64url')}`;
}

/** True for text that could be a token of ours. */
export function isTaskToken(value: string): boolean {
  return TOKEN.test(value);
}

export class Tasks {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  create({ token, executionArn, frameId, ...call }: Omit<Task, 'childArn' | 'phase'>): void {
    const sql = `INSERT INTO asl_tasks (token, execution_arn, frame_id, phase, call) VALUES (?, ?, ?, 'CALLING', ?)`;
    this.#db.run(sql, token, executionArn, frameId, JSON.stringify(call));
  }

  find(token: string): Task | undefined {
    const row = this.#db.get('SELECT * FROM asl_tasks WHERE token = ?', token);
    return row && fromRow(row);
  }

  /** The open task of a frame; a frame has at most one. */
  openOf(frameId: number): Task | undefined {
    const row = this.#db.get(
      `SELECT * FROM asl_tasks WHERE frame_id = ? AND phase IN ('CALLING', 'SUBMITTED')`,
      frameId,
    );
    return row && fromRow(row);
  }

  /** Calls that are to be made for an execution. */
  calling(executionArn: string): Task[] {
    return this.#db
      .all(`SELECT * FROM asl_tasks WHERE execution_arn = ? AND phase = 'CALLING'`, executionArn)
      .map(fromRow);
  }

  /** The `.sync` tasks that wait for an execution. */
  waitingFor(childArn: string): Task[] {
    return this.#db.all(`SELECT * FROM asl_tasks WHERE child_arn = ? AND phase = 'SUBMITTED'`, childArn).map(fromRow);
  }

  /** The call was accepted; `childArn` when the end of that execution will end the task. */
  submit(token: string, childArn: string | null): void {
    this.#db.run(`UPDATE asl_tasks SET phase = 'SUBMITTED', child_arn = ? WHERE token = ?`, childArn, token);
  }

  close(token: string): void {
    this.#db.run(`UPDATE asl_tasks SET phase = 'CLOSED' WHERE token = ?`, token);
  }
}

function fromRow(row: Row): Task {
  return {
    ...(parseJson(String(row.call)) as unknown as TaskCall),
    token: row.token as string,
    executionArn: row.execution_arn as string,
    frameId: row.frame_id as number,
    phase: row.phase as TaskPhase,
    childArn: row.child_arn as string | null,
  };
}
