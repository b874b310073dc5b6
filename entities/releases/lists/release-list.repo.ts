// Lists of releases, newest first: entries of an index are keys only, and a page reads what it shows by one BatchGet. The most
// selective filter picks the partitions; the others are checked on what was read, with a bounded number of reads per page,
// so that a page may be short but never expensive. A cursor is the releaseId that a page ended with, as ids grow with time.
import { createHash } from 'node:crypto';
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { decodeCursor, encodeCursor, invalidCursor, type Page } from '../../_base/table/page.ts';
import { type Partition, readFirst } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { orderOf } from '../../catalog/version-order.model.ts';
import type { VersionScheme } from '../../catalog/words.ts';
import { type ReleaseItem, releaseDefinition, releaseListingDefinition } from '../release.entity.ts';
import { type ListReleasesQuery, matchesFilters, statusesUnderWay } from './release-list.model.ts';

/** Batches that one page may cost when other filters reject what the index found. */
const MAX_ROUNDS = 4;
/** How far back the versions of a service are looked at: one Query and one BatchGet. */
const RECENT = 25;
/** Of these, where a service has had nothing but pre-releases and unfinished releases for long. */
const MAX_PAGES = 8;

const SHELVES = ['RELEASES', 'ARCHIVE'] as const;
type Shelf = (typeof SHELVES)[number];

/** A service, and how it orders its versions. */
export interface ServiceOrder {
  readonly slug: string;
  readonly versionScheme: VersionScheme;
}

/** Above every id. */
const NEWEST = '~';

export type ReleaseListRepo = ReturnType<typeof createReleaseListRepo>;

export function createReleaseListRepo(whole: Table) {
  const releases = itemsOf(whole, releaseDefinition);
  const listings = itemsOf(whole, releaseListingDefinition);
  const listed = (index: string, of: object): Partition =>
    listings.partitionOf({ shelf: 'RELEASES', ...of }, { index, newestFirst: true });
  const ofStatus = (tenantId: TenantId, status: ReleaseItem['status']): Partition =>
    releases.partitionOf({ tenantId, status }, { index: 'byStatus', newestFirst: true });

  function partitionsOf(tenantId: TenantId, filters: ListReleasesQuery): readonly Partition[] {
    const { version, service, type, status } = filters;
    if (status?.includes('ARCHIVED')) return status.map((one) => ofStatus(tenantId, one));
    if (version !== undefined) return [listed('byVersion', { tenantId, version })];
    if (service !== undefined) return [listed('byService', { tenantId, service })];
    const statuses = status ?? statusesUnderWay(filters);
    if (statuses !== undefined) return statuses.map((one) => ofStatus(tenantId, one));
    if (type !== undefined) return [listed('byType', { tenantId, releaseType: type })];
    return [listed('all', { tenantId })];
  }

  /** The newest ids of all these partitions below `before`, at most `count`. */
  async function idsBelow(partitions: readonly Partition[], before: string, count: number): Promise<string[]> {
    const pages = await Promise.all(
      partitions.map(async (partition) => {
        const entries = await readFirst(whole, { ...partition, below: before }, count);
        return entries.map((entry) => String(entry[`${partition.index}sk`]));
      }),
    );
    return [...new Set(pages.flat())].sort().reverse().slice(0, count);
  }

  /** The releases of these entries, in their order. */
  const releasesOf = (tenantId: TenantId, releaseIds: readonly string[]): Promise<ReleaseItem[]> =>
    releases.findMany(
      releaseIds.map((releaseId) => ({ tenantId, releaseId })),
      false,
    );

  /** The newest releases of a service on one shelf, below the release `before`. */
  const recent = async (tenantId: TenantId, name: string, on: Shelf, before = NEWEST): Promise<ReleaseItem[]> =>
    releasesOf(tenantId, await idsBelow([listed('byService', { tenantId, service: name, shelf: on })], before, RECENT));

  /** Those of the newest on one shelf that were released, back to one of the stable line if there is any. */
  async function releasedOn(
    tenantId: TenantId,
    { slug: name, versionScheme }: ServiceOrder,
    on: Shelf,
  ): Promise<ReleaseItem[]> {
    const { isPrerelease } = orderOf(versionScheme);
    const found: ReleaseItem[] = [];
    let before: string | undefined = NEWEST;
    for (let page = 0; page < MAX_PAGES && before !== undefined; page++) {
      const items: ReleaseItem[] = await recent(tenantId, name, on, before);
      found.push(...items.filter(({ releaseDate }) => releaseDate !== undefined));
      if (found.some(({ version }) => !isPrerelease(version))) break;
      before = items.at(-1)?.releaseId;
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
      let before: string | undefined = NEWEST;
      for (let page = 0; page < MAX_PAGES && before !== undefined; page++) {
        const items: ReleaseItem[] = await recent(tenantId, name, 'RELEASES', before);
        found.push(...items);
        if (items.some(isWanted)) break;
        before = items.at(-1)?.releaseId;
      }
      return found;
    },

    /** Those of the newest that were released; archived ones count when no other is left of the stable line. */
    async released(tenantId: TenantId, service: ServiceOrder): Promise<ReleaseItem[]> {
      const { isPrerelease } = orderOf(service.versionScheme);
      const shown = await releasedOn(tenantId, service, 'RELEASES');
      if (shown.some(({ version }) => !isPrerelease(version))) return shown;
      return [...shown, ...(await releasedOn(tenantId, service, 'ARCHIVE'))];
    },

    /** As `released`, and the archived ones with them: what the outside still shows. */
    everReleased: async (tenantId: TenantId, service: ServiceOrder): Promise<ReleaseItem[]> =>
      (await Promise.all(SHELVES.map((shelf) => releasedOn(tenantId, service, shelf)))).flat(),

    async list(tenantId: TenantId, query: ListReleasesQuery): Promise<Page<ReleaseItem>> {
      const { limit, cursor, ...filters } = query;
      const partitions = partitionsOf(tenantId, query);
      const binding = createHash('sha256')
        .update(JSON.stringify([tenantId, filters]))
        .digest('base64url')
        .slice(0, 16);
      const found: ReleaseItem[] = [];
      let position = cursor === undefined ? NEWEST : positionOf(decodeCursor(binding, cursor));
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const ids = await idsBelow(partitions, position, limit + 1);
        const read = await releasesOf(tenantId, ids.slice(0, limit));
        const fitting = read.filter((item) => matchesFilters(item, filters)).slice(0, limit - found.length);
        found.push(...fitting);
        const isFull = found.length === limit;
        position = (isFull ? fitting.at(-1)?.releaseId : ids[limit - 1]) ?? '';
        const hasMore = ids.length > limit || (isFull && ids.at(-1) !== position);
        if (!hasMore) return { items: found, nextCursor: null };
        if (isFull) break;
      }
      return { items: found, nextCursor: encodeCursor(binding, { releaseId: position }) };
    },
  };
}

/** Where a page goes on. A cursor is not signed: another id is another place in the caller's own list, and nothing else. */
function positionOf({ releaseId }: Record<string, unknown>): string {
  if (typeof releaseId !== 'string' || !isId(releaseId)) throw invalidCursor();
  return releaseId;
}
