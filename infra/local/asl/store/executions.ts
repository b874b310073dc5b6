// Rows of executions and the definitions they run: an execution keeps the definition it was started with, also when the
// template has another one since. The only reader and writer of asl_executions and asl_definitions.
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../contracts.ts';
import type { Machine } from '../definition.ts';
import type { Failure } from '../failure.ts';
import type { Database, Row } from './database.ts';

export type ExecutionStatus = 'ABORTED' | 'FAILED' | 'RUNNING' | 'SUCCEEDED' | 'TIMED_OUT';

/** Times are epoch milliseconds. `input` and `output` are JSON text, byte for byte what the caller gave or the states made. */
export interface Execution {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly name: string;
  readonly definitionHash: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
}

export interface NewExecution {
  readonly arn: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly name: string;
  readonly definition: JsonObject;
  readonly input: string;
  readonly startedAt: number;
}

export interface ExecutionFilter {
  readonly machineArn: string;
  readonly status?: string | undefined;
  /** Only executions created before the one with this id. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

export class Executions {
  readonly #db: Database;
  readonly #definitions = new Map<string, Machine>();

  constructor(db: Database) {
    this.#db = db;
  }

  create(execution: NewExecution): void {
    const definition = JSON.stringify(execution.definition);
    const hash = createHash('sha256').update(definition).digest('hex');
    this.#db.run('INSERT OR IGNORE INTO asl_definitions (hash, definition) VALUES (?, ?)', hash, definition);
    this.#db.run(
      `INSERT INTO asl_executions (arn, machine_arn, machine_name, name, definition_hash, status, input, started_at)
         VALUES (?, ?, ?, ?, ?, 'RUNNING', ?, ?)`,
      execution.arn,
      execution.machineArn,
      execution.machineName,
      execution.name,
      hash,
      execution.input,
      execution.startedAt,
    );
  }

  find(arn: string): Execution | undefined {
    const row = this.#db.get('SELECT * FROM asl_executions WHERE arn = ?', arn);
    return row && fromRow(row);
  }

  /** The execution, which the caller knows to exist. */
  get(arn: string): Execution {
    const execution = this.find(arn);
    if (!execution) throw new Error(`no execution ${arn}`);
    return execution;
  }

  /** The definition the execution was started with; it was validated then. */
  machineOf(execution: Execution): Machine {
    let machine = this.#definitions.get(execution.definitionHash);
    if (!machine) {
      const row = this.#db.get('SELECT definition FROM asl_definitions WHERE hash = ?', execution.definitionHash);
      machine = JSON.parse(String(row?.definition)) as Machine;
      this.#definitions.set(execution.definitionHash, machine);
    }
    return machine;
  }

  end(arn: string, status: ExecutionStatus, at: number, result: { output?: string; failure?: Failure }): void {
    this.#db.run(
      'UPDATE asl_executions SET status = ?, stopped_at = ?, output = ?, error = ?, cause = ? WHERE arn = ?',
      status,
      at,
      result.output ?? null,
      result.failure?.error ?? null,
      result.failure?.cause ?? null,
      arn,
    );
  }

  running(): string[] {
    return this.#db
      .all(`SELECT arn FROM asl_executions WHERE status = 'RUNNING' ORDER BY id`)
      .map((row) => String(row.arn));
  }

  /** Newest first. */
  list(filter: ExecutionFilter): Execution[] {
    const rows = this.#db.all(
      `SELECT * FROM asl_executions
       WHERE machine_arn = ? AND id < ? AND (? IS NULL OR status = ?)
       ORDER BY id DESC LIMIT ?`,
      filter.machineArn,
      filter.beforeId ?? Number.MAX_SAFE_INTEGER,
      filter.status ?? null,
      filter.status ?? null,
      filter.limit,
    );
    return rows.map(fromRow);
  }
}

function fromRow(row: Row): Execution {
  return {
    id: row.id as number,
    arn: row.arn as string,
    machineArn: row.machine_arn as string,
    machineName: row.machine_name as string,
    name: row.name as string,
    definitionHash: row.definition_hash as string,
    status: row.status as ExecutionStatus,
    input: row.input as string,
    output: row.output as string | null,
    error: row.error as string | null,
    cause: row.cause as string | null,
    startedAt: row.started_at as number,
    stoppedAt: row.stopped_at as number | null,
  };
}
