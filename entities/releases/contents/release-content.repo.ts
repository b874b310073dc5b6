// Reads and writes of the commits and tickets of releases, for the search.
import { itemsOf } from '../../_base/table/items.ts';
import type { Table } from '../../_base/table/table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { type ReleaseContentItem, releaseContentDefinition } from './release-content.entity.ts';
import { startOf } from './release-content.model.ts';

/** Writes that are sent at the same time. */
const AT_ONCE = 25;
/** Sorts behind every digit of a sha and behind what separates a word from the release. */
const END = '~';

export type ReleaseContentRepo = ReturnType<typeof createReleaseContentRepo>;

export function createReleaseContentRepo(table: Table) {
  const contents = itemsOf(table, releaseContentDefinition);

  return {
    /** Notes the words that are not noted yet. May be called again; `at` is epoch milliseconds. */
    async note(
      { tenantId, releaseId }: Omit<ReleaseContentItem, 'start' | 'word' | 'expiresAtEpoch' | 'schemaVersion'>,
      words: readonly string[],
      at: number,
    ): Promise<void> {
      const wanted = words.map((word) => ({ tenantId, releaseId, word, start: startOf(word) }));
      const known = new Set((await contents.findMany(wanted, false)).map(({ word }) => word));
      const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.content);
      const missing = wanted.filter(({ word }) => !known.has(word));
      for (let from = 0; from < missing.length; from += AT_ONCE) {
        const some = missing.slice(from, from + AT_ONCE);
        await Promise.all(some.map((one) => contents.send(contents.put({ ...one, expiresAtEpoch }))));
      }
    },

    /** The contents that begin with a word, at most `most`. `at` is epoch milliseconds. */
    async find(tenantId: string, word: string, most: number, at: number): Promise<ReleaseContentItem[]> {
      const found = await contents.all({ tenantId, start: startOf(word) }, { between: [word, word + END] }, most);
      return found.filter(({ expiresAtEpoch }) => expiresAtEpoch * 1000 > at);
    },
  };
}
