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

/** The children of a Map or Parallel: their inputs in order, for a Map also the bare items, and the most that run at a time. */
export interface Fork {
  readonly inputs: readonly Json[];
  readonly items?: readonly Json[];
  readonly concurrency: number;
}

/** The state of a frame; events are ids in the execution's history, times epoch milliseconds. */
interface Standing {
  readonly state: string;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly enteredAt: number;
  readonly enteredEvent: number;
  readonly lastEvent: number;
  readonly retries: RetryCounts;
  readonly outcome: Outcome | null;
  readonly fork: Fork | null;
  readonly output?: Json;
}

/** `position` is the branch or iteration among its siblings. */
export interface Frame extends Standing {
  readonly id: number;
  readonly executionArn: string;
  readonly parentId: number | null;
  readonly position: number;
  readonly revision: number;
  readonly phase: FramePhase;
}

const ENDED: readonly FramePhase[] = ['SUCCEEDED', 'FAILED', 'ABORTED'];

export class Frames {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** A frame without a state; `enterState` puts it at its first. */
  create(executionArn: string, parentId: number | null, position: number, lastEvent: number): Frame {
    const nowhere = { state: '', input: null, variables: {}, enteredAt: 0, enteredEvent: 0, retries: [] };
    const standing: Standing = { ...nowhere, lastEvent, outcome: null, fork: null };
    const row = this.#db.get(
      `INSERT INTO asl_frames (execution_arn, parent_id, position, revision, phase, standing)
       VALUES (?, ?, ?, 0, 'ENTER', ?) RETURNING *`,
      executionArn,
      parentId,
      position,
      JSON.stringify(standing),
    );
    return fromRow(row);
  }

  get(id: number): Frame {
    return fromRow(this.#db.get('SELECT * FROM asl_frames WHERE id = ?', id));
  }

  /** True when the frame was not written since it was read. */
  isCurrent(frame: Frame): boolean {
    const row = this.#db.get('SELECT revision FROM asl_frames WHERE id = ?', frame.id);
    return row?.revision === frame.revision;
  }

  update(id: number, change: Partial<Standing> & { readonly phase?: FramePhase }): void {
    const { phase, id: _id, executionArn, parentId, position, revision, ...standing } = { ...this.get(id), ...change };
    const sql = 'UPDATE asl_frames SET revision = revision + 1, phase = ?, standing = ? WHERE id = ?';
    this.#db.run(sql, phase, JSON.stringify(standing), id);
  }

  root(executionArn: string): Frame {
    return fromRow(
      this.#db.get('SELECT * FROM asl_frames WHERE execution_arn = ? AND parent_id IS NULL', executionArn),
    );
  }

  /** The frame that the interpreter works on next, or undefined when all wait or have ended. */
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

  /** The number of children, and of those that have not ended. */
  countChildren(parentId: number): { created: number; open: number } {
    const row = this.#db.get(
      `SELECT COUNT(*) AS created, COUNT(*) FILTER (WHERE phase NOT IN ('SUCCEEDED', 'FAILED', 'ABORTED')) AS open
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

export function hasEnded({ phase }: Frame): boolean {
  return ENDED.includes(phase);
}

function fromRow(row: Row | undefined): Frame {
  if (!row) throw new Error('no such frame');
  return {
    ...(parseJson(String(row.standing)) as unknown as Standing),
    id: row.id as number,
    executionArn: row.execution_arn as string,
    parentId: row.parent_id as number | null,
    position: row.position as number,
    revision: row.revision as number,
    phase: row.phase as FramePhase,
  };
}
