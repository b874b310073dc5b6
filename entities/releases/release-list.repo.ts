// Lists of releases, newest first: one index per filter, entries are keys only, and what a page shows is read by one
// BatchGet. The most selective filter picks the index; the others are checked on what was read, with a bounded number of
// reads per page, so that a page may be short but never expensive.
import { createHash } from 'node:crypto';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { readAll } from '../_base/batch.ts';
import type { TenantId } from '../_base/ids.ts';
import { decodeCursor, encodeCursor, type Page, queryFrom } from '../_base/page.ts';
import type { Table } from '../_base/table.ts';
import { createReleaseEntity, createReleaseListingEntity, type ReleaseItem } from './release.entity.ts';
import type { ListReleasesQuery } from './release.model.ts';
import { isPrerelease } from './version.model.ts';

/** Queries that one page may cost when a second filter rejects what the index found. */
const MAX_ROUNDS = 4;
/** How far back the versions of a service are looked at: one Query and one BatchGet. */
const RECENT = 25;
/** Of these, where a service has had nothing but pre-releases and unfinished releases for long. */
const MAX_PAGES = 8;

const SHELVES = ['RELEASES', 'ARCHIVE'] as const;
type Shelf = (typeof SHELVES)[number];

interface Source {
  readonly index: 'gsi1' | 'gsi2' | 'gsi3' | 'gsi4';
  readonly params: Record<string, unknown>;
}

type IndexEntry = Record<string, string>;

export type ReleaseListRepo = ReturnType<typeof createReleaseListRepo>;

export function createReleaseListRepo(whole: Table) {
  const { client, name: table } = whole;
  const release = createReleaseEntity(table);
  const listing = createReleaseListingEntity(table);

  function sourceOf(tenantId: TenantId, { version, service, status, type }: ListReleasesQuery): Source {
    const shelf = 'RELEASES' as const;
    const newest = { order: 'desc' } as const;
    if (status === 'ARCHIVED')
      return { index: 'gsi1', params: release.query.byStatus({ tenantId, status }).params(newest) };
    if (version !== undefined) {
      return { index: 'gsi3', params: listing.query.byVersion({ tenantId, shelf, version }).params(newest) };
    }
    if (service !== undefined) {
      return { index: 'gsi2', params: listing.query.byService({ tenantId, shelf, service }).params(newest) };
    }
    if (status !== undefined)
      return { index: 'gsi1', params: release.query.byStatus({ tenantId, status }).params(newest) };
    if (type !== undefined) {
      return { index: 'gsi4', params: listing.query.byType({ tenantId, shelf, releaseType: type }).params(newest) };
    }
    return { index: 'gsi1', params: listing.query.all({ tenantId, shelf }).params(newest) };
  }

  /** The releases of these entries, in their order. */
  async function releasesOf(tenantId: TenantId, releaseIds: readonly string[]): Promise<ReleaseItem[]> {
    const keys = releaseIds.map((releaseId) => ({ tenantId, releaseId }));
    const items = await readAll(keys, (some) => release.get([...some]).go({ client }));
    const byId = new Map(items.map((item) => [item.releaseId, item]));
    return releaseIds.flatMap((releaseId) => byId.get(releaseId) ?? []);
  }

  /** Of what was read itself: an index may lag behind an archiving or a change of status. */
  const matches = (item: ReleaseItem, { version, service, status, type }: ListReleasesQuery): boolean =>
    (version ?? item.version) === item.version &&
    (service ?? item.service) === item.service &&
    (status === undefined ? item.status !== 'ARCHIVED' : item.status === status) &&
    (type ?? item.releaseType) === item.releaseType;

  /** The newest releases of a service on one shelf, after the entry `start`. */
  async function pageOf(tenantId: TenantId, name: string, shelf: Shelf, start?: Record<string, unknown>) {
    const params = listing.query.byService({ tenantId, shelf, service: name }).params({ order: 'desc' });
    const page = await queryFrom(whole, { ...params, Limit: RECENT } as unknown as QueryCommandInput, start);
    const ids = ((page.Items ?? []) as IndexEntry[]).map((entry) => entry.gsi2sk ?? '');
    return { items: await releasesOf(tenantId, ids), next: page.LastEvaluatedKey };
  }

  /** Those of the newest on one shelf that were released, back to one of the stable line if there is any. */
  async function releasedOn(tenantId: TenantId, name: string, shelf: Shelf): Promise<ReleaseItem[]> {
    const found: ReleaseItem[] = [];
    let start: Record<string, unknown> | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const { items, next } = await pageOf(tenantId, name, shelf, start);
      found.push(...items.filter(({ releaseDate }) => releaseDate !== undefined));
      if (next === undefined || found.some(({ version }) => !isPrerelease(version))) break;
      start = next;
    }
    return found;
  }

  return {
    /** The newest releases of a service, whatever became of them: 25, and further back until one is wanted. */
    async recent(
      tenantId: TenantId,
      name: string,
      isWanted: (release: ReleaseItem) => boolean = () => true,
    ): Promise<ReleaseItem[]> {
      const found: ReleaseItem[] = [];
      let start: Record<string, unknown> | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const { items, next } = await pageOf(tenantId, name, 'RELEASES', start);
        found.push(...items);
        if (next === undefined || items.some(isWanted)) break;
        start = next;
      }
      return found;
    },

    /** Those of the newest that were released; archived ones count when no other is left of the stable line. */
    async released(tenantId: TenantId, name: string): Promise<ReleaseItem[]> {
      const shown = await releasedOn(tenantId, name, 'RELEASES');
      if (shown.some(({ version }) => !isPrerelease(version))) return shown;
      return [...shown, ...(await releasedOn(tenantId, name, 'ARCHIVE'))];
    },

    /** As `released`, and the archived ones with them: what the outside still shows. */
    everReleased: async (tenantId: TenantId, name: string): Promise<ReleaseItem[]> =>
      (await Promise.all(SHELVES.map((shelf) => releasedOn(tenantId, name, shelf)))).flat(),

    async list(tenantId: TenantId, query: ListReleasesQuery): Promise<Page<ReleaseItem>> {
      const { limit, cursor, ...filters } = query;
      const { index, params } = sourceOf(tenantId, query);
      const binding = createHash('sha256')
        .update(JSON.stringify([tenantId, index, filters]))
        .digest('base64url')
        .slice(0, 16);
      const found: ReleaseItem[] = [];
      let start = cursor === undefined ? undefined : decodeCursor(binding, cursor);
      for (let round = 0; round < MAX_ROUNDS && found.length < limit; round++) {
        const page = await queryFrom(whole, { ...params, Limit: limit } as unknown as QueryCommandInput, start);
        const entries = (page.Items ?? []) as IndexEntry[];
        const items = await releasesOf(
          tenantId,
          entries.map((entry) => entry[`${index}sk`] ?? ''),
        );
        const fitting = items.filter((item) => matches(item, query));
        const taken = fitting.slice(0, limit - found.length);
        found.push(...taken);
        const isCut = taken.length < fitting.length;
        const last = entries.find((entry) => entry[`${index}sk`] === taken.at(-1)?.releaseId);
        start = isCut && last ? keyOf(last, index) : page.LastEvaluatedKey;
        if (start === undefined) break;
      }
      return { items: found, nextCursor: start === undefined ? null : encodeCursor(binding, start) };
    },
  };
}

const keyOf = (entry: IndexEntry, index: string): Record<string, unknown> =>
  Object.fromEntries(['pk', 'sk', `${index}pk`, `${index}sk`].map((name) => [name, entry[name]]));
