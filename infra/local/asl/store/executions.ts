// Rows of executions and their definitions: an execution keeps the definition it was started with, even when the template has
// a newer one. The only reader and writer of asl_executions and asl_definitions.
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../contracts.ts';
import type { Machine } from '../definition.ts';
import type { Database, Row } from './database.ts';

export type ExecutionStatus = 'ABORTED' | 'FAILED' | 'RUNNING' | 'SUCCEEDED' | 'TIMED_OUT';

/** The result of an execution: JSON text, or an error. */
interface ExecutionResult {
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Times are epoch milliseconds. `input` is JSON text, byte for byte as the caller gave it. */
interface ExecutionFacts extends ExecutionResult {
  readonly machineName: string;
  readonly name: string;
  readonly definitionHash: string;
  readonly input: string;
  readonly startedAt: number;
  readonly stoppedAt?: number;
}

export interface Execution extends ExecutionFacts {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly status: ExecutionStatus;
}

interface NewExecution extends Omit<ExecutionFacts, 'definitionHash'> {
  readonly arn: string;
  readonly machineArn: string;
  readonly definition: JsonObject;
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

  create({ arn, machineArn, definition, ...rest }: NewExecution): Execution {
    const text = JSON.stringify(definition);
    const definitionHash = createHash('sha256').update(text).digest('hex');
    this.#db.run('INSERT OR IGNORE INTO asl_definitions (hash, definition) VALUES (?, ?)', definitionHash, text);
    const facts: ExecutionFacts = { ...rest, definitionHash };
    const sql = `INSERT INTO asl_executions (arn, machine_arn, status, facts) VALUES (?, ?, 'RUNNING', ?)`;
    this.#db.run(sql, arn, machineArn, JSON.stringify(facts));
    return this.get(arn);
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

  /** The definition that the execution was started with; it was validated then. */
  machineOf({ definitionHash }: Execution): Machine {
    let machine = this.#definitions.get(definitionHash);
    if (!machine) {
      const row = this.#db.get('SELECT definition FROM asl_definitions WHERE hash = ?', definitionHash);
      machine = JSON.parse(String(row?.definition)) as Machine;
      this.#definitions.set(definitionHash, machine);
    }
    return machine;
  }

  end(arn: string, status: ExecutionStatus, stoppedAt: number, { output, error, cause }: ExecutionResult): void {
    const { id, arn: _arn, machineArn, status: _running, ...facts } = this.get(arn);
    const ended: ExecutionFacts = { ...facts, stoppedAt, output, error, cause };
    this.#db.run('UPDATE asl_executions SET status = ?, facts = ? WHERE id = ?', status, JSON.stringify(ended), id);
  }

  running(): string[] {
    return this.#db
      .all(`SELECT arn FROM asl_executions WHERE status = 'RUNNING' ORDER BY id`)
      .map((row) => String(row.arn));
  }

  /** Newest first. */
  list({ machineArn, status, beforeId = Number.MAX_SAFE_INTEGER, limit }: ExecutionFilter): Execution[] {
    const sql = `SELECT * FROM asl_executions WHERE machine_arn = ? AND id < ? AND (? IS NULL OR status = ?)
                 ORDER BY id DESC LIMIT ?`;
    return this.#db.all(sql, machineArn, beforeId, status ?? null, status ?? null, limit).map(fromRow);
  }
}

function fromRow(row: Row): Execution {
  return {
    ...(JSON.parse(String(row.facts)) as ExecutionFacts),
    id: row.id as number,
    arn: row.arn as string,
    machineArn: row.machine_arn as string,
    status: row.status as ExecutionStatus,
  };
}
