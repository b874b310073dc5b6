// The history of executions in AWS's event shapes
// (https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html). The only reader and writer of
// asl_events; event ids count from 1 without gaps.
import type { Json, JsonObject } from '../../contracts.ts';
import type { Database, Row } from './database.ts';

/** An event to write; `details` goes under its `…EventDetails`. The event after one that is `aside` follows its predecessor. */
export interface NewEvent {
  readonly type: string;
  readonly details?: JsonObject;
  readonly aside?: true;
}

export interface HistoryPage {
  readonly executionArn: string;
  readonly reverse: boolean;
  /** Only events after this one in the order asked for. */
  readonly afterId?: number | undefined;
  readonly limit: number;
  readonly includeData: boolean;
}

/** AWS fails an execution that would write more events than this. */
export const MAX_EVENTS = 25_000;

const DATA_MEMBERS: readonly string[] = ['input', 'inputDetails', 'output', 'outputDetails'];

export class History {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Writes one event and answers its id. */
  append(executionArn: string, previousId: number, event: NewEvent): number {
    const id = this.lastId(executionArn) + 1;
    this.#db.run(
      'INSERT INTO asl_events (execution_arn, id, previous_id, type, at, details) VALUES (?, ?, ?, ?, ?, ?)',
      executionArn,
      id,
      previousId,
      event.type,
      this.#now(),
      event.details === undefined ? null : JSON.stringify(event.details),
    );
    return id;
  }

  lastId(executionArn: string): number {
    const sql = 'SELECT MAX(id) AS id FROM asl_events WHERE execution_arn = ?';
    return Number(this.#db.get(sql, executionArn)?.id ?? 0);
  }

  list(page: HistoryPage): JsonObject[] {
    const [compare, order] = page.reverse ? ['<', 'DESC'] : ['>', 'ASC'];
    const sql = `SELECT * FROM asl_events WHERE execution_arn = ? AND id ${compare} ? ORDER BY id ${order} LIMIT ?`;
    const start = page.afterId ?? (page.reverse ? Number.MAX_SAFE_INTEGER : 0);
    return this.#db.all(sql, page.executionArn, start, page.limit).map((row) => eventView(row, page.includeData));
  }
}

/** `{ input, inputDetails }` or `{ output, outputDetails }` as AWS puts payloads into events; nothing is ever truncated. */
export function payload(member: 'input' | 'output', value: Json): JsonObject {
  return { [member]: JSON.stringify(value), [`${member}Details`]: { truncated: false } };
}

function eventView(row: Row, includeData: boolean): JsonObject {
  const type = row.type as string;
  const view: JsonObject = {
    timestamp: (row.at as number) / 1000,
    type,
    id: row.id as number,
    previousEventId: row.previous_id as number,
  };
  if (row.details !== null) {
    const details = Object.entries(JSON.parse(String(row.details)) as JsonObject);
    view[detailsMember(type)] = Object.fromEntries(
      details.filter(([name]) => includeData || !DATA_MEMBERS.includes(name)),
    );
  }
  return view;
}

function detailsMember(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
