// The progress of each stream mapping, in the runtime's database. Called by stream-mapping.ts. One row holds all of a mapping's
// progress, so that a kill between two statements cannot leave half of it.
import type { DatabaseSync } from 'node:sqlite';
import type { StreamPosition } from './reader.ts';

export interface Checkpoint {
  /** Where reading goes on; every record before it is done. */
  readonly position: StreamPosition;
  /** By lane: the newest record done there. Records at or after `position` up to it are not given again. */
  readonly done: Readonly<Record<string, string>>;
}

export interface Checkpoints {
  load(mapping: string): Checkpoint | undefined;
  save(mapping: string, checkpoint: Checkpoint): void;
}

export function openCheckpoints(db: DatabaseSync): Checkpoints {
  db.exec('CREATE TABLE IF NOT EXISTS stream_checkpoints (mapping TEXT PRIMARY KEY, checkpoint TEXT NOT NULL)');
  const select = db.prepare('SELECT checkpoint FROM stream_checkpoints WHERE mapping = ?');
  const upsert = db.prepare('INSERT OR REPLACE INTO stream_checkpoints (mapping, checkpoint) VALUES (?, ?)');
  return {
    load(mapping) {
      const row = select.get(mapping);
      return row && (JSON.parse(String(row.checkpoint)) as Checkpoint);
    },
    save(mapping, checkpoint) {
      upsert.run(mapping, JSON.stringify(checkpoint));
    },
  };
}
