// Rows of frames. A frame is one thread of control at one state: the execution itself, one branch of a Parallel or one iteration
// of a Map. The only reader and writer of asl_frames; every write raises the frame's revision.
import type { Json, JsonObject } from '../../contracts.ts';
import { parseJson } from '../exact-json.ts';
import type { Failure } from '../failure.ts';
import type { RetryCounts } from '../retry.ts';
import type { Database, Row } from './database.ts';

/**
 * ENTER: the interpreter performs the state (again). RESUME: the state's wait is over and the interpreter continues with `outcome`.
 * TASK, WAIT, RETRY and FORK wait for a task, a timer, a timer and children. The rest are ends.
 */
type FramePhase = 'ABORTED' | 'ENTER' | 'FAILED' | 'FORK' | 'RESUME' | 'RETRY' | 'SUCCEEDED' | 'TASK' | 'WAIT';

/** The end of a state's wait. A Wait has no result. */
export type Outcome = { readonly ok: true; readonly result?: Json } | { readonly ok: false; readonly failure: Failure };

/** The children of a Map or Parallel: their inputs in order, for a Map also the bare items, and how many run at a time. */
export interface Fork {
  readonly inputs: readonly Json[];
  readonly items?: readonly Json[];
  readonly concurrency: number;
}

/** `position` is the branch or iteration among its siblings; events are ids in the execution's history; times epoch ms. */
export interface Frame {
  readonly id: number;
  readonly executionArn: string;
  readonly parentId: number | null;
  readonly position: number;
  readonly revision: number;
  readonly phase: FramePhase;
  readonly state: string;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly enteredAt: number;
  readonly enteredEvent: number;
  readonly lastEvent: number;
  readonly retries: RetryCounts;
  readonly outcome: Outcome | null;
  readonly fork: Fork | null;
  readonly output: Json | undefined;
}

type FrameChange = Partial<Omit<Frame, 'executionArn' | 'id' | 'parentId' | 'position' | 'revision'>>;

const ENDED = `('SUCCEEDED', 'FAILED', 'ABORTED')`;

const COLUMNS: { readonly [K in keyof Required<FrameChange>]: string } = {
  phase: 'phase',
  state: 'state',
  input: 'input',
  variables: 'variables',
  enteredAt: 'entered_at',
  enteredEvent: 'entered_event',
  lastEvent: 'last_event',
  retries: 'retries',
  outcome: 'outcome',
  fork: 'fork',
  output: 'output',
};
const JSON_COLUMNS: readonly string[] = ['input', 'variables', 'retries', 'outcome', 'fork', 'output'];

export class Frames {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A frame without a state; `enterState` puts it at its first. Answers its id. */
  create(executionArn: string, parentId: number | null, position: number, lastEvent: number): number {
    const row = this.#db.get(
      `INSERT INTO asl_frames (execution_arn, parent_id, position, revision, phase, state, input, variables, entered_at,
         entered_event, last_event, retries) VALUES (?, ?, ?, 0, 'ENTER', '', 'null', '{}', 0, 0, ?, '[]') RETURNING id`,
      executionArn,
      parentId,
      position,
      lastEvent,
    );
    return row?.id as number;
  }

  get(id: number): Frame {
    const row = this.#db.get('SELECT * FROM asl_frames WHERE id = ?', id);
    if (!row) throw new Error(`no frame ${id}`);
    return fromRow(row);
  }

  /** True when the frame was not written since it was read. */
  isCurrent(frame: Frame): boolean {
    const row = this.#db.get('SELECT revision FROM asl_frames WHERE id = ?', frame.id);
    return row?.revision === frame.revision;
  }

  update(id: number, change: FrameChange): void {
    const names = Object.keys(change) as (keyof FrameChange)[];
    const values = names.map((name) => {
      const value = change[name];
      if (!JSON_COLUMNS.includes(name)) return value as number | string;
      return value === undefined || (value === null && name !== 'input' && name !== 'output')
        ? null
        : JSON.stringify(value);
    });
    const assignments = names.map((name) => `${COLUMNS[name]} = ?`).join(', ');
    this.#db.run(`UPDATE asl_frames SET revision = revision + 1, ${assignments} WHERE id = ?`, ...values, id);
  }

  root(executionArn: string): Frame {
    const sql = 'SELECT * FROM asl_frames WHERE execution_arn = ? AND parent_id IS NULL';
    const row = this.#db.get(sql, executionArn);
    if (!row) throw new Error(`no frame of ${executionArn}`);
    return fromRow(row);
  }

  /** The frame the interpreter works on next, or undefined when all wait or have ended. */
  nextReady(executionArn: string): Frame | undefined {
    const row = this.#db.get(
      `SELECT * FROM asl_frames WHERE execution_arn = ? AND phase IN ('ENTER', 'RESUME') ORDER BY id LIMIT 1`,
      executionArn,
    );
    return row && fromRow(row);
  }

  children(parentId: number): Frame[] {
    return this.#db.all('SELECT * FROM asl_frames WHERE parent_id = ? ORDER BY position', parentId).map(fromRow);
  }

  /** How many children exist, and how many of them have not ended. */
  countChildren(parentId: number): { created: number; open: number } {
    const row = this.#db.get(
      `SELECT COUNT(*) AS created, COUNT(*) FILTER (WHERE phase NOT IN ${ENDED}) AS open
       FROM asl_frames WHERE parent_id = ?`,
      parentId,
    );
    return { created: row?.created as number, open: row?.open as number };
  }

  /** Deletes all frames below a frame. The caller has closed their tasks and timers. */
  deleteChildren(parentId: number): void {
    this.#db.run(
      `WITH RECURSIVE below (id) AS (
         SELECT id FROM asl_frames WHERE parent_id = ?
         UNION ALL SELECT asl_frames.id FROM asl_frames JOIN below ON asl_frames.parent_id = below.id)
       DELETE FROM asl_frames WHERE id IN (SELECT id FROM below)`,
      parentId,
    );
  }
}

export function hasEnded(frame: Frame): boolean {
  return frame.phase === 'SUCCEEDED' || frame.phase === 'FAILED' || frame.phase === 'ABORTED';
}

function fromRow(row: Row): Frame {
  // biome-ignore lint/suspicious/noExplicitAny: the columns hold what `update` wrote, each of its own type
  const parsed = (name: string): any => (row[name] === null ? null : parseJson(String(row[name])));
  return {
    id: row.id as number,
    executionArn: row.execution_arn as string,
    parentId: row.parent_id as number | null,
    position: row.position as number,
    revision: row.revision as number,
    phase: row.phase as FramePhase,
    state: row.state as string,
    input: parsed('input'),
    variables: parsed('variables'),
    enteredAt: row.entered_at as number,
    enteredEvent: row.entered_event as number,
    lastEvent: row.last_event as number,
    retries: parsed('retries'),
    outcome: parsed('outcome'),
    fork: parsed('fork'),
    output: row.output === null ? undefined : parsed('output'),
  };
}
