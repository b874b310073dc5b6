// Exports the audit entries that fit a filter as CSV, newest first, page by page: the pages of the first one's Link headers make one
// file, which `npm run verify-audit` checks. Entries that were sealed after the first page began are left out.
import { stringify } from 'csv-stringify/sync';
import { invalidCursor } from '../../../entities/_base/table/page.ts';
import { COLUMNS, entryRow, headRow, safeText } from '../../../entities/audit/audit-export.model.ts';
import { chainEntryOf } from '../../../entities/audit/audit-log.model.ts';
import type { Ops } from '../deps.ts';

/** Entries that are read at once, and bytes after which a page ends. Quoted twice they stay below Lambda's limit of 6 MB. */
const READ = 50;
const ENOUGH_BYTES = 1_000_000;
/** Reads of one page: a filter may leave them empty. */
const MOST_READS = 25;

const csvOf = (rows: readonly Readonly<Record<string, string>>[]): string =>
  stringify([...rows], { columns: [...COLUMNS], record_delimiter: 'windows', cast: { string: safeText } });

/** The number of the newest entry when the export began, and the position in the list. */
function readCursor(cursor: string): readonly [number, string] {
  const [, seq, inner] = /^(\d{1,12})~(.+)$/.exec(cursor) ?? [];
  if (seq === undefined || inner === undefined) throw invalidCursor();
  return [Number(seq), inner];
}

export const exportAuditEntries: Ops['exportAuditEntries'] = async ({ caller, query }, { log, signer }) => {
  const { tenantId, at: now } = caller;
  const { limit, cursor, ...filter } = query;
  const headers = { 'content-disposition': 'attachment; filename="audit.csv"' };
  let text = cursor === undefined ? stringify([[...COLUMNS]], { record_delimiter: 'windows' }) : '';
  let [newest, position] = cursor === undefined ? [0, undefined] : readCursor(cursor);
  if (cursor === undefined) {
    const head = await log.newestHead(tenantId);
    if (!head) return { body: text, headers };
    newest = head.seq;
    const [first, publicKey] = await Promise.all([log.oldestSeq(tenantId, head, now), signer.publicKey()]);
    text += csvOf([headRow({ tenantId, head, first, publicKey })]);
  }
  let rows = 0;
  for (let reads = 0; reads < MOST_READS && rows < limit && Buffer.byteLength(text) < ENOUGH_BYTES; reads++) {
    const page = await log.list(tenantId, filter, { limit: Math.min(READ, limit - rows), cursor: position }, now);
    const shown = page.items.filter(({ seq }) => seq <= newest);
    text += csvOf(shown.map((item) => entryRow(chainEntryOf(item))));
    rows += shown.length;
    position = page.nextCursor ?? undefined;
    if (position === undefined) break;
  }
  return { body: text, headers, ...(position && { nextCursor: `${newest}~${position}` }) };
};
