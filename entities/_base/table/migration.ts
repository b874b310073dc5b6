// Writes stored items in the present version of their definitions, page by page of a scan in segments, by conditional updates of
// what the upcasts changed. Called by the operator's tool (infra/tools/migrate.ts); functions never scan.

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type Definition, indexKeysOf, lifted, versionOf } from './entity.ts';
import type { Key } from './keys.ts';
import { readOne, type Stored } from './reads.ts';
import { sendAlone, type Table, updateItem, type Write } from './table.ts';

/** Where each segment goes on: after a key, or nowhere. */
export interface Checkpoint {
  readonly segments: readonly (Readonly<Record<string, unknown>> | 'BEGINNING' | 'DONE')[];
  readonly seen: number;
  readonly migrated: number;
}

export const firstCheckpoint = (segments: number): Checkpoint => ({
  segments: Array.from({ length: segments }, () => 'BEGINNING' as const),
  ...{ seen: 0, migrated: 0 },
});

export interface Migration {
  readonly definitions: readonly Definition[];
  /** Items that are read a second, of all segments together. */
  readonly itemsASecond: number;
  readonly isDryRun: boolean;
  /** Keeps what is done; called after each page, when all of its items are written. */
  keep(checkpoint: Checkpoint): Promise<void> | void;
}

const PAGE = 100;
const ATTEMPTS = 5;

/** The update that brings an item to the present version; undefined for one that is there already or of no known kind. */
export function migrationOf(table: Table, definitions: readonly Definition[], stored: Stored): Write | undefined {
  const definition = definitions.find(({ name }) => name === stored.__edb_e__);
  const version = Number(stored.schemaVersion ?? 1);
  if (!definition || version >= versionOf(definition)) return undefined;
  const present = lifted(definition, stored);
  const indexes = Object.values(definition.keys.indexes ?? {}).map((keys) => indexKeysOf(keys, present));
  const next: Stored = { ...present, ...Object.assign({}, ...indexes), schemaVersion: versionOf(definition) };
  const changed = Object.keys(next).filter((name) => !isDeepStrictEqual(next[name], stored[name]));
  const dropped = Object.keys(stored).filter((name) => next[name] === undefined);
  const names = Object.fromEntries([...changed, ...dropped].map((name, index) => [`#n${index}`, name]));
  const placeOf = (name: string) => Object.keys(names).find((place) => names[place] === name);
  const set = changed.map((name, index) => `${placeOf(name)} = :v${index}`).join(', ');
  const remove = dropped.length > 0 ? ` REMOVE ${dropped.map(placeOf).join(', ')}` : '';
  const values = Object.fromEntries(changed.map((name, index) => [`v${index}`, next[name]]));
  // An item without a revision says by its version whether a function has written it meanwhile.
  const isRevised = stored.revision !== undefined;
  const isAsRead = {
    expression: `${stored.schemaVersion === undefined ? 'attribute_not_exists(schemaVersion)' : 'schemaVersion = :version'}${isRevised ? ' AND revision = :known' : ''}`,
    values: {
      ...(stored.schemaVersion !== undefined && { version: stored.schemaVersion }),
      ...(isRevised && { known: stored.revision }),
    },
  };
  return updateItem(table, stored as unknown as Key, { expression: `SET ${set}${remove}`, values, names }, isAsRead);
}

/** Migrates one item; false when it needed nothing. Reads it again when somebody wrote it meanwhile. */
async function migrateItem(table: Table, { definitions, isDryRun }: Migration, found: Stored): Promise<boolean> {
  let stored: Stored | undefined = found;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const write: Write | undefined = stored && migrationOf(table, definitions, stored);
    if (!write) return false;
    if (isDryRun || (await sendAlone(table, write))) return true;
    stored = await readOne(table, stored as unknown as Key);
  }
  throw new Error(`${found.pk} ${found.sk} is written all the time; start again`);
}

/** Goes on from a checkpoint until every segment is done. May be stopped and called again at any time. */
export async function migrate(table: Table, from: Checkpoint, migration: Migration): Promise<Checkpoint> {
  const segments = [...from.segments];
  let { seen, migrated } = from;
  const paceMs = (1000 * segments.length) / migration.itemsASecond;
  const walkSegment = async (_: unknown, Segment: number): Promise<void> => {
    for (;;) {
      const place = segments[Segment] ?? 'DONE';
      if (place === 'DONE') return;
      const start = place === 'BEGINNING' ? {} : { ExclusiveStartKey: place };
      const input = { TableName: table.name, Segment, TotalSegments: segments.length, Limit: PAGE, ...start };
      const { Items = [], LastEvaluatedKey } = await table.client.send(new ScanCommand(input));
      for (const item of Items) if (await migrateItem(table, migration, item)) migrated++;
      seen += Items.length;
      segments[Segment] = LastEvaluatedKey ?? 'DONE';
      await migration.keep({ segments, seen, migrated });
      await sleep(Items.length * paceMs);
    }
  };
  await Promise.all(segments.map(walkSegment));
  return { segments, seen, migrated };
}
