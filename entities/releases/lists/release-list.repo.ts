// Lists of releases, newest first. Indexes have keys only; a page reads its releases by one BatchGet. The most selective filter chooses
// the index, and the other filters are checked on the releases: after a few reads a page may be short. A cursor is the last releaseId
// of a page, because ids grow with time.
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { decodeCursor, encodeCursor, invalidCursor, type Page } from '../../_base/table/page.ts';
import { type Partition, readFirst } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { orderOf } from '../../catalog/version-order.model.ts';
import { type ReleaseItem, releaseDefinition, releaseListingDefinition } from '../release.entity.ts';
import { type ListReleasesQuery, matchesFilters, statusesUnderWay } from './release-list.model.ts';

/** The most batches of one page, if filters reject most releases. */
const MAX_ROUNDS = 4;
/** Releases of a service that are read at a time: one Query and one BatchGet. */
const RECENT = 25;
/** The most such reads, for a service with many pre-releases or unfinished releases. */
const MAX_PAGES = 8;

const SHELVES = ['RELEASES', 'ARCHIVE'] as const;
type Shelf = (typeof SHELVES)[number];

/** Decides only how far back releases are read; of other schemes it may take a version for a pre-release, and read further. */
const { isPrerelease } = orderOf('SEMVER');

const isReleased = ({ releaseDate }: ReleaseItem): boolean => releaseDate !== undefined;

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

  /** The newest releases of a service on one shelf, page by page, until one of a page is wanted. */
  async function back(
    tenantId: TenantId,
    name: string,
    on: Shelf,
    isWanted: (release: ReleaseItem) => boolean,
  ): Promise<ReleaseItem[]> {
    const found: ReleaseItem[] = [];
    let before: string | undefined = NEWEST;
    for (let page = 0; page < MAX_PAGES && before !== undefined; page++) {
      const items: ReleaseItem[] = await recent(tenantId, name, on, before);
      found.push(...items);
      if (items.some(isWanted)) break;
      before = items.at(-1)?.releaseId;
    }
    return found;
  }

  /** Those of the newest on one shelf that were released, back to one of the stable line if there is any. */
  const releasedOn = async (tenantId: TenantId, name: string, on: Shelf): Promise<ReleaseItem[]> =>
    (await back(tenantId, name, on, (one) => isReleased(one) && !isPrerelease(one.version))).filter(isReleased);

  return {
    /** The newest releases of a service in any status: 25, and further back until one is wanted. */
    recent: (tenantId: TenantId, name: string, isWanted: (release: ReleaseItem) => boolean = () => true) =>
      back(tenantId, name, 'RELEASES', isWanted),

    /** The newest released ones; archived ones only if no other stable version is left. */
    async released(tenantId: TenantId, name: string): Promise<ReleaseItem[]> {
      const shown = await releasedOn(tenantId, name, 'RELEASES');
      if (shown.some(({ version }) => !isPrerelease(version))) return shown;
      return [...shown, ...(await releasedOn(tenantId, name, 'ARCHIVE'))];
    },

    /** As `released`, with the archived ones: SCMs and stores still show them. */
    everReleased: async (tenantId: TenantId, name: string): Promise<ReleaseItem[]> =>
      (await Promise.all(SHELVES.map((shelf) => releasedOn(tenantId, name, shelf)))).flat(),

    async list(tenantId: TenantId, query: ListReleasesQuery): Promise<Page<ReleaseItem>> {
      const { limit, cursor, ...filters } = query;
      const partitions = partitionsOf(tenantId, query);
      const binding = `releases of ${tenantId}`;
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

/** The start of the next page. A cursor is not signed: with another id it is another place in the caller's own list. */
function positionOf({ releaseId }: Record<string, unknown>): string {
  if (typeof releaseId !== 'string' || !isId(releaseId)) throw invalidCursor();
  return releaseId;
}
