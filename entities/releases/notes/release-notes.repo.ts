// Reads and writes of release notes. Writes are returned for a transaction.
import type { TenantId } from '../../_base/ids.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { type ReleaseNotesItem, releaseNotesDefinition } from './release-notes.entity.ts';
import { DEFAULT_LOCALE } from './release-notes.model.ts';

const MOST_LOCALES = 100;

export type ReleaseNotesRepo = ReturnType<typeof createReleaseNotesRepo>;

/** The release and the locale of the notes. */
type Address = Pick<ReleaseNotesItem, 'tenantId' | 'releaseId' | 'locale'>;
type Text = Pick<ReleaseNotesItem, 'text' | 'isEdited' | 'updatedBy'>;

export function createReleaseNotesRepo(table: Table) {
  const notes = itemsOf(table, releaseNotesDefinition);
  return {
    find: (address: Address): Promise<ReleaseNotesItem | undefined> => notes.find(address),

    /** By locale. */
    list: (tenantId: TenantId, releaseId: string, page: PageRequest): Promise<Page<ReleaseNotesItem>> =>
      notes.page({ tenantId, releaseId }, page),

    /** The default locale and the first 100 others, for the stores: none has as many languages. */
    async all(tenantId: string, releaseId: string): Promise<ReleaseNotesItem[]> {
      const [main, first] = await Promise.all([
        notes.find({ tenantId, releaseId, locale: DEFAULT_LOCALE }),
        notes.all({ tenantId, releaseId }, {}, MOST_LOCALES),
      ]);
      return main ? [main, ...first.filter(({ locale }) => locale !== DEFAULT_LOCALE)] : first;
    },

    /** The notes as they are after `before`, or the first ones. */
    next: (
      { tenantId, releaseId, locale }: Address,
      before: ReleaseNotesItem | undefined,
      text: Text,
      at: string,
    ): ReleaseNotesItem => ({
      ...firstStamps(releaseNotesDefinition, before?.createdAt ?? at),
      ...{ tenantId, releaseId, locale, ...text },
      ...{ updatedAt: at, revision: (before?.revision ?? 0) + 1 },
    }),

    remove: (item: ReleaseNotesItem): Write => notes.remove(item),

    /** Fails the transaction if others wrote these notes since they were read. */
    put: (item: ReleaseNotesItem): Write => notes.next(item),
  };
}
