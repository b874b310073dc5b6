// Every request to every stand-in with the status of its reply. Secrets are redacted; entries are never deleted.
import type { DatabaseSync } from 'node:sqlite';
import { type Json, type JsonObject, parseJson } from '../contracts.ts';
import { formFields, saysForm } from './reading.ts';
import { redact, redactText } from './redaction.ts';
import type { OutsideRequest } from './stand-in.ts';

export interface Inbox {
  /** `at` is epoch milliseconds; `status` is that of the reply (0 no answer, -1 a reset). */
  record(service: string, request: OutsideRequest, status: number, at: number): void;
  /** Oldest first. Filters: `service`, `status`, `method`, `path` (a prefix), `limit` (the last so many). */
  list(query: URLSearchParams): JsonObject;
}

/** Creates the table if needed. */
export function openInbox(db: DatabaseSync): Inbox {
  db.exec(`CREATE TABLE IF NOT EXISTS outside_inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    body TEXT NOT NULL, status INTEGER NOT NULL, at TEXT NOT NULL
  )`);
  db.exec('CREATE INDEX IF NOT EXISTS outside_inbox_by_service ON outside_inbox (service, id)');
  const insert = db.prepare(
    'INSERT INTO outside_inbox (service, method, path, body, status, at) VALUES (?, ?, ?, ?, ?, ?)',
  );

  return {
    record(service, request, status, at) {
      const search = request.query.size > 0 ? `?${request.query.toString()}` : '';
      const body = JSON.stringify(redact(readBody(request)));
      const path = redactText(request.path + search);
      insert.run(service, request.method, path, body, status, new Date(at).toISOString());
    },
    list(query) {
      const { where, values } = conditions(query);
      // A negative limit is no limit in SQLite.
      const limit = /^\d+$/.test(query.get('limit') ?? '') ? Number(query.get('limit')) : -1;
      const rows = db
        .prepare(`SELECT * FROM (SELECT * FROM outside_inbox ${where} ORDER BY id DESC LIMIT ?) ORDER BY id`)
        .all(...values, limit);
      return {
        items: rows.map((row) => ({
          service: String(row.service),
          method: String(row.method),
          path: String(row.path),
          body: parseJson(String(row.body)) ?? null,
          status: Number(row.status),
          at: String(row.at),
        })),
      };
    },
  };
}

/** By the names in the query. */
const FILTERS = {
  service: 'service = ?',
  status: 'CAST(status AS TEXT) = ?',
  method: 'method = upper(?)',
  path: 'instr(path, ?) = 1',
};

function conditions(query: URLSearchParams): { where: string; values: string[] } {
  const asked = Object.entries(FILTERS).filter(([name]) => query.has(name));
  const where = asked.length > 0 ? `WHERE ${asked.map(([, clause]) => clause).join(' AND ')}` : '';
  return { where, values: asked.map(([name]) => query.get(name) ?? '') };
}

function readBody(request: OutsideRequest): Json {
  if (request.body === '') return '';
  if (saysForm(request)) return formFields(request.body);
  return parseJson(request.body) ?? request.body;
}
