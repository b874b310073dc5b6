// Upcasts stored items to the present version of their definitions: scans the table in segments, page by page, and writes
// the changed attributes by conditional updates. Called by the operator's tool (infra/tools/migrate.ts); functions never
// scan.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Definition, indexKeysOf, lifted, versionOf } from './entity.ts';
import type { Key } from './keys.ts';
import { readOne, type Stored } from './reads.ts';
import { sendAlone, type Table, updateItem, type Write } from './table.ts';
import { fromWire, wireRequest } from './wire.ts';

/** The position of each segment: the last key, or done. */
export interface Checkpoint {
  /** The target version of each kind of item. */
  readonly versions: Readonly<Record<string, number>>;
  readonly segments: readonly (Readonly<Record<string, unknown>> | 'BEGINNING' | 'DONE')[];
  readonly seen: number;
  readonly migrated: number;
}

export const firstCheckpoint = (segments: number, definitions: readonly Definition[]): Checkpoint => ({
  versions: versionsOf(definitions),
  segments: Array.from({ length: segments }, () => 'BEGINNING' as const),
  ...{ seen: 0, migrated: 0 },
});

const versionsOf = (definitions: readonly Definition[]): Checkpoint['versions'] =>
  Object.fromEntries(definitions.map((definition) => [definition.name, versionOf(definition)]));

/** True if a run may continue from a checkpoint: the checkpoint's target versions are still the present ones. */
export const isOfVersions = ({ versions }: Checkpoint, definitions: readonly Definition[]): boolean =>
  isDeepStrictEqual(versions, versionsOf(definitions));

export interface Migration {
  readonly definitions: readonly Definition[];
  /** Items read per second, by all segments together. */
  readonly itemsASecond: number;
  readonly isDryRun: boolean;
  /** Stores the checkpoint; called after each page, when all of its items are written. */
  keep(checkpoint: Checkpoint): Promise<void> | void;
}

const PAGE = 100;
const ATTEMPTS = 5;
const INDEX_KEY = /^gsi\d[ps]k$/;

/** The update of an item to the present version; undefined if it has that version or its kind is unknown. */
export function migrationOf(table: Table, definitions: readonly Definition[], stored: Stored): Write | undefined {
  const definition = definitions.find(({ name }) => name === stored.__edb_e__);
  const version = Number(stored.schemaVersion ?? 1);
  if (!definition || version >= versionOf(definition)) return undefined;
  // Recomputes index keys: an item that no longer belongs to an index leaves it.
  const present = Object.fromEntries(
    Object.entries(lifted(definition, stored)).filter(([name]) => !INDEX_KEY.test(name)),
  );
  const indexes = Object.values(definition.keys.indexes ?? {}).map((keys) => indexKeysOf(keys, present));
  const next: Stored = { ...present, ...Object.assign({}, ...indexes), schemaVersion: versionOf(definition) };
  const changed = Object.keys(next).filter((name) => !isDeepStrictEqual(next[name], stored[name]));
  const dropped = Object.keys(stored).filter((name) => next[name] === undefined);
  const names = Object.fromEntries([...changed, ...dropped].map((name, index) => [`#n${index}`, name]));
  const placeOf = (name: string) => Object.keys(names).find((place) => names[place] === name);
  const set = changed.map((name, index) => `${placeOf(name)} = :v${index}`).join(', ');
  const remove = dropped.length > 0 ? ` REMOVE ${dropped.map(placeOf).join(', ')}` : '';
  const values = Object.fromEntries(changed.map((name, index) => [`v${index}`, next[name]]));
  // For an item without a revision, the version shows whether a function has written it meanwhile.
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

/** False if another writer changed the item or was changing it. */
async function isWritten(table: Table, write: Write, attempt: number): Promise<boolean> {
  try {
    return await sendAlone(table, write);
  } catch (error) {
    if ((error as { code?: string }).code !== 'request.conflict') throw error;
    await sleep(2 ** attempt * 10);
    return false;
  }
}

/** Migrates one item; false if it needed no change. Reads it again if another writer changed it meanwhile. */
async function migrateItem(table: Table, { definitions, isDryRun }: Migration, found: Stored): Promise<boolean> {
  let stored: Stored | undefined = found;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const write: Write | undefined = stored && migrationOf(table, definitions, stored);
    if (!write) return false;
    if (isDryRun || (await isWritten(table, write, attempt))) return true;
    stored = await readOne(table, stored as unknown as Key);
  }
  throw new Error(`${found.pk} ${found.sk} is being changed continuously; start again`);
}

/** Continues from a checkpoint until every segment is done. May be stopped and called again at any time. */
export async function migrate(table: Table, from: Checkpoint, migration: Migration): Promise<Checkpoint> {
  const segments = [...from.segments];
  const { versions } = from;
  let { seen, migrated } = from;
  const paceMs = (1000 * segments.length) / migration.itemsASecond;
  const walkSegment = async (_: unknown, Segment: number): Promise<void> => {
    for (;;) {
      const place = segments[Segment] ?? 'DONE';
      if (place === 'DONE') return;
      const start = place === 'BEGINNING' ? {} : { ExclusiveStartKey: place };
      const input = { TableName: table.name, Segment, TotalSegments: segments.length, Limit: PAGE, ...start };
      const { Items = [], LastEvaluatedKey } = await table.client.send(new ScanCommand(wireRequest(input)));
      for (const item of Items) if (await migrateItem(table, migration, fromWire(item))) migrated++;
      seen += Items.length;
      segments[Segment] = LastEvaluatedKey ? fromWire(LastEvaluatedKey) : 'DONE';
      await migration.keep({ versions, segments, seen, migrated });
      await sleep(Items.length * paceMs);
    }
  };
  await Promise.all(segments.map(walkSegment));
  return { versions, segments, seen, migrated };
}
