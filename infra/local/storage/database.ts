// The one durable store of the local runtime: node:sqlite, a file under the data directory. Called by runtime.ts; every
// part keeps its own tables in it. Only one process may hold a data directory at a time.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Raised when another process has the data directory open; printed as one line. */
export class DataDirectoryInUseError extends Error {
  constructor(directory: string) {
    super(`${directory} is in use by another running process`);
    this.name = 'DataDirectoryInUseError';
  }
}

/** Runs `work` in one transaction, or inside the one already open; a throw undoes all of the outermost one. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Opens (or creates, 0700) the data directory's `runtime.sqlite`. WAL with synchronous NORMAL survives a SIGKILL at any
 * statement; an exclusive lock, which dies with the process, keeps a second runtime off the same data.
 */
export function openDatabase(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const db = new DatabaseSync(join(directory, 'runtime.sqlite'));
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL');
    db.exec('CREATE TABLE IF NOT EXISTS runtime_lock (held INTEGER)');
    db.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    db.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new DataDirectoryInUseError(directory);
    throw error;
  }
  return db;
}
