// Reads and writes of release notes. Writes are returned, not sent.
import { baseErrors } from '../../_base/conflicts.ts';
import type { TenantId } from '../../_base/ids.ts';
import { type Page, type PageRequest, readPage } from '../../_base/table/page.ts';
import { deleteItem, putItem, type Table, type Write } from '../../_base/table/table.ts';
import { createReleaseNotesEntity, type ReleaseNotesItem } from './release-notes.entity.ts';
import { DEFAULT_LOCALE } from './release-notes.model.ts';

const MOST_LOCALES = 100;

export type ReleaseNotesRepo = ReturnType<typeof createReleaseNotesRepo>;

/** The release and the locale of the notes. */
type Address = Pick<ReleaseNotesItem, 'tenantId' | 'releaseId' | 'locale'>;
type Text = Pick<ReleaseNotesItem, 'text' | 'isEdited' | 'updatedBy'>;

export function createReleaseNotesRepo(whole: Table) {
  const { client, name } = whole;
  const entity = createReleaseNotesEntity(name);
  return {
    async find(address: Address): Promise<ReleaseNotesItem | undefined> {
      const { data } = await entity.get(address).go({ client, consistent: true });
      return data ?? undefined;
    },

    /** By locale. */
    list(tenantId: TenantId, releaseId: string, page: PageRequest): Promise<Page<ReleaseNotesItem>> {
      const params = entity.query.byRelease({ tenantId, releaseId }).params();
      return readPage(whole, params, page, (items) =>
        items.map((Item) => entity.parse({ Item }).data as ReleaseNotesItem),
      );
    },

    /** For the stores, none of which has as many languages: the default locale and the first 100 others. */
    async all(tenantId: string, releaseId: string): Promise<ReleaseNotesItem[]> {
      const [main, { data }] = await Promise.all([
        this.find({ tenantId, releaseId, locale: DEFAULT_LOCALE }),
        entity.query.byRelease({ tenantId, releaseId }).go({ client, consistent: true, limit: MOST_LOCALES }),
      ]);
      return main ? [main, ...data.filter(({ locale }) => locale !== DEFAULT_LOCALE)] : data;
    },

    /** The notes as they are after `before`, or the first ones. */
    next: ({ tenantId, releaseId, locale }: Address, before: ReleaseNotesItem | undefined, text: Text, at: string) => ({
      ...{ tenantId, releaseId, locale },
      ...text,
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      revision: (before?.revision ?? 0) + 1,
      schemaVersion: 1,
    }),

    remove: (item: ReleaseNotesItem): Write =>
      deleteItem(
        entity
          .remove(item)
          .where(({ revision }, { eq }) => eq(revision, item.revision))
          .params(),
        baseErrors.conflict(),
      ),

    /** Fails the transaction when others wrote these notes since they were read. */
    put: (item: ReleaseNotesItem): Write =>
      putItem(
        item.revision === 1
          ? entity.create(item).params()
          : entity
              .put(item)
              .where(({ revision }, { eq }) => eq(revision, item.revision - 1))
              .params(),
        baseErrors.conflict(),
      ),
  };
}
