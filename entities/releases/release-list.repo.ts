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

/** Queries that one page may cost when a second filter rejects what the index found. */
const MAX_ROUNDS = 4;
/** How far back the versions of a service are looked at: one Query and one BatchGet. */
const RECENT = 25;

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

  /** The newest releases of a service on one shelf. */
  async function recent(tenantId: TenantId, name: string, shelf: 'RELEASES' | 'ARCHIVE'): Promise<ReleaseItem[]> {
    const params = listing.query.byService({ tenantId, shelf, service: name }).params({ order: 'desc' });
    const { Items = [] } = await queryFrom(
      whole,
      { ...params, Limit: RECENT } as unknown as QueryCommandInput,
      undefined,
    );
    return releasesOf(
      tenantId,
      (Items as IndexEntry[]).map((entry) => entry.gsi2sk ?? ''),
    );
  }

  return {
    /** The newest releases of a service, whatever became of them; at most 25. */
    recent: (tenantId: TenantId, name: string) => recent(tenantId, name, 'RELEASES'),

    /** Those of the newest that were released; archived ones count when no other is left. */
    async released(tenantId: TenantId, name: string): Promise<ReleaseItem[]> {
      const isOut = ({ releaseDate }: ReleaseItem) => releaseDate !== undefined;
      const shown = (await recent(tenantId, name, 'RELEASES')).filter(isOut);
      return shown.length > 0 ? shown : (await recent(tenantId, name, 'ARCHIVE')).filter(isOut);
    },

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
