// Verifies a part of the tenant's chain: every link, the signed heads on it, and the copies of its entries. Names the first broken
// link; otherwise the cursor continues after the part.
import { isDeepStrictEqual } from 'node:util';
import { decodeCursor, encodeCursor, invalidCursor } from '../../../entities/_base/table/page.ts';
import { expiryOf } from '../../../entities/_base/time/iso.ts';
import { chainEntryOf } from '../../../entities/audit/audit-log.model.ts';
import type { AuditLogRepo } from '../../../entities/audit/audit-log.repo.ts';
import { BREAKS, type Break, breakAt, contentOf, isSigned, type Link } from '../../../entities/audit/chain.model.ts';
import type { AuditHeadItem, SealedEntryItem } from '../../../entities/audit/sealed-entry.entity.ts';
import { RETENTION_DAYS } from '../../../entities/names.ts';
import type { Ops } from '../deps.ts';

/** Entries that one request verifies: with their copies some 1,700 read units. */
const PART = 1000;

const readCursor = (binding: string, cursor: string): Link => {
  const { seq, hash } = decodeCursor(binding, cursor);
  if (!Number.isSafeInteger(seq) || typeof hash !== 'string') throw invalidCursor();
  return { seq: seq as number, hash };
};

/** The first entry whose chain, head or copy is not as it was sealed. */
async function firstBreak(
  tenantId: string,
  last: Link | undefined,
  entries: readonly SealedEntryItem[],
  heads: readonly AuditHeadItem[],
  { log, publicKey, now }: { log: AuditLogRepo; publicKey: string; now: number },
): Promise<Break | undefined> {
  const { written, listed } = await log.copiesOf(entries);
  const headAt = new Map(heads.map((head) => [head.seq, head]));
  let before = last;
  for (const item of entries) {
    const entry = chainEntryOf(item);
    const { seq, hash, content } = entry;
    const found = breakAt(tenantId, before, entry);
    if (found) return found;
    const head = headAt.get(seq);
    if (head && head.hash !== hash) return { seq, problem: 'HEAD' };
    if (head && !isSigned(tenantId, head, publicKey)) return { seq, problem: 'UNSIGNED' };
    const copies = listed.map((copy) => copy.get(content.id)).map((copy) => copy && chainEntryOf(copy));
    if (copies.some((copy) => !isDeepStrictEqual(copy, entry))) return { seq, problem: 'COPY' };
    const original = written.get(content.id);
    // It expires by its own time, somewhat before its seal.
    const isExpired = expiryOf(Date.parse(content.at), RETENTION_DAYS.audit) * 1000 <= now;
    if (original ? !isDeepStrictEqual(contentOf(original), content) : !isExpired) return { seq, problem: 'COPY' };
    before = entry;
  }
  return undefined;
}

export const verifyAudit: Ops['verifyAudit'] = async ({ caller, query }, { log, signer }) => {
  const { tenantId, at: now } = caller;
  const binding = `audit chain of ${tenantId}`;
  const newest = await log.newestHead(tenantId);
  if (!newest) return { body: { isIntact: true, first: null, last: null, broken: null, head: null, nextCursor: null } };
  const last = query.cursor === undefined ? undefined : readCursor(binding, query.cursor);
  const first = last ? last.seq + 1 : await log.oldestSeq(tenantId, newest, now);
  const to = Math.min(first + PART - 1, newest.seq);
  const [stored, heads, publicKey] = await Promise.all([
    log.chainBetween(tenantId, first, to),
    log.headsBetween(tenantId, first - 1, to),
    signer.publicKey(),
  ]);
  const expired = last || first === 1 ? undefined : heads.find(({ seq }) => seq === first - 1);
  const isGap = !last && first > 1 && (!expired || expiryOf(Date.parse(expired.at), RETENTION_DAYS.audit) * 1000 > now);
  const gap: Break | undefined = isGap ? { seq: first - 1, problem: 'MISSING' } : undefined;
  const found = gap ?? (await firstBreak(tenantId, last ?? expired, stored, heads, { log, publicKey, now }));
  const end = stored.at(-1);
  const broken =
    found ??
    (end?.seq === to || first > to ? undefined : { seq: (end?.seq ?? first - 1) + 1, problem: 'MISSING' as const });
  const { seq, hash, at, keyId, signature } = newest;
  return {
    body: {
      isIntact: broken === undefined,
      first: first > to ? null : first,
      last: first > to ? null : to,
      broken: broken ? { ...broken, message: BREAKS[broken.problem] } : null,
      head: { seq, hash, at, keyId, signature },
      nextCursor: broken || to >= newest.seq || !end ? null : encodeCursor(binding, { seq: end.seq, hash: end.hash }),
    },
  };
};
