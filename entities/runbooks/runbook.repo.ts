// Reads and writes of runbooks with their revisions and listings. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import { removePartition } from '../_base/table/partition.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { runbookErrors } from './errors.ts';
import {
  type RunbookItem,
  type RunbookListingItem,
  type RunbookRevisionItem,
  runbookContentDefinition,
  runbookDefinition,
  runbookListingDefinition,
  runbookRevisionDefinition,
} from './runbook.entity.ts';
import { facetFor, facetsOf, fits, type RunbookFilters } from './runbook.model.ts';

/** The revision of an edit, but for what the runbook says itself. */
export type Edited = Pick<RunbookRevisionItem, 'editedBy' | 'editedByName' | 'editedAt' | 'restored'>;

const MOST_FILTERED = 100;

export type RunbookRepo = ReturnType<typeof createRunbookRepo>;

export function createRunbookRepo(table: Table) {
  const runbooks = itemsOf(table, runbookDefinition);
  const listings = itemsOf(table, runbookListingDefinition);
  const revisions = itemsOf(table, runbookRevisionDefinition);
  const contents = itemsOf(table, runbookContentDefinition);

  const listingOf = (item: RunbookItem, facet: string): Write => {
    const { content: _, schemaVersion: _version, ...listed } = item;
    return listings.put({ ...listed, facet });
  };

  function revisionOf(item: RunbookItem, edited: Edited): Write[] {
    const { tenantId, runbookId, revision: number, title, service, environment, tags, isActive, content } = item;
    const described = { title, service, environment, tags, isActive };
    return [
      revisions.create({ tenantId, runbookId, number, ...described, ...edited }),
      contents.create({ tenantId, runbookId, number, content }),
    ];
  }

  /** Also answers a runbook that is being deleted. Throws `runbook.not_found`. */
  async function stored(tenantId: TenantId, runbookId: string): Promise<RunbookItem> {
    if (!isId(runbookId)) throw runbookErrors.not_found();
    return runbooks.get({ tenantId, runbookId }, runbookErrors.not_found());
  }

  return {
    stored,

    /** Throws `runbook.not_found`. */
    async get(tenantId: TenantId, runbookId: string): Promise<RunbookItem> {
      const found = await stored(tenantId, runbookId);
      if (found.deletedAt !== undefined) throw runbookErrors.not_found();
      return found;
    },

    /** Newest first; a page with filters may be short: it reads 100 listings at most, which stay within a page's price however long. */
    list: (tenantId: TenantId, filters: RunbookFilters, page: PageRequest): Promise<Page<RunbookListingItem>> =>
      listings.page(
        { tenantId, facet: facetFor(filters) },
        page,
        { newestFirst: true, atMost: MOST_FILTERED },
        (item) => fits(item, filters),
        filters,
      ),

    /** The newest of a service, at most `most`; consistent. */
    ofService: (tenantId: TenantId, service: string, most: number): Promise<RunbookListingItem[]> =>
      listings.all({ tenantId, facet: facetFor({ service }) }, { newestFirst: true }, most),

    /** Newest first, without contents. */
    revisions: (tenantId: TenantId, runbookId: string, page: PageRequest): Promise<Page<RunbookRevisionItem>> =>
      revisions.page({ tenantId, runbookId }, page, { newestFirst: true }),

    /** Throws `runbook.revision_not_found`. */
    async revision(tenantId: TenantId, runbookId: string, number: number) {
      const key = { tenantId, runbookId, number };
      const [revision, content] = await Promise.all([revisions.find(key), contents.find(key)]);
      if (!revision || !content) throw runbookErrors.revision_not_found();
      return { revision, content: content.content };
    },

    create: (item: RunbookItem, edited: Edited): Write[] => [
      runbooks.create(item),
      ...facetsOf(item).map((facet) => listingOf(item, facet)),
      ...revisionOf(item, edited),
    ],

    update(before: RunbookItem, after: RunbookItem, edited: Edited): Write[] {
      const facets = facetsOf(after);
      const left = facetsOf(before).filter((facet) => !facets.includes(facet));
      const { tenantId, runbookId } = after;
      return [
        runbooks.next(after),
        ...facets.map((facet) => listingOf(after, facet)),
        ...left.map((facet) => listings.forget({ tenantId, runbookId, facet })),
        ...revisionOf(after, edited),
      ];
    },

    /** Hides the runbook and deletes its listings; `forget` does the rest. `at` is ISO 8601. */
    markDeleted: (item: RunbookItem, at: string): Write[] => [
      runbooks.change(item, at, { deletedAt: at }),
      ...facetsOf(item).map((facet) => listings.forget({ ...item, facet })),
    ],

    /** Deletes what is left of a hidden runbook: the item last, because it names the partitions of the others. */
    async forget({ tenantId, runbookId }: RunbookItem): Promise<void> {
      await removePartition(table, revisions.partitionOf({ tenantId, runbookId }).pk);
      await removePartition(table, contents.partitionOf({ tenantId, runbookId }).pk);
      await runbooks.send(runbooks.forget({ tenantId, runbookId }));
    },
  };
}
