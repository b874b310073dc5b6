// The sealed audit log of a tenant: lists by filter, the chain and its signed heads. The sealer alone writes it.
import { idFloor, type TenantId } from '../_base/ids.ts';
import { itemsOf, type Listing } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import { countFirst } from '../_base/table/reads.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { expiryOf, isoOf, monthOf, monthsFrom } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { type AuditEntryItem, auditEntryDefinition } from './audit-entry.entity.ts';
import { type AuditFilter, MOST_COUNTED, placeOf } from './audit-log.model.ts';
import type { ChainEntry, Head, Link } from './chain.model.ts';
import {
  type AuditHeadItem,
  actorsEntryDefinition,
  auditHeadDefinition,
  loggedEntryDefinition,
  type SealedEntryItem,
  sealedEntryDefinition,
} from './sealed-entry.entity.ts';

const DAY_MS = 86_400_000;
/** An entry expires three years after its sealing, which may be somewhat later than its time. */
const KEPT_MS = (RETENTION_DAYS.audit + 62) * DAY_MS;
/** Entries in one partition of the chain. */
const SPAN = 100_000;
/** Months that a page looks into, and items that it reads if a part of the filter has no list of its own. */
const MOST_MONTHS = 6;
const MOST_FILTERED = 50;

/** Entries that are read at once to find the oldest one. */
const FEW = 10;

const spanOf = (seq: number): number => Math.floor(seq / SPAN);
const seqKey = (seq: number): string => String(seq).padStart(12, '0');

export type AuditLogRepo = ReturnType<typeof createAuditLogRepo>;

export function createAuditLogRepo(table: Table) {
  const chain = itemsOf(table, sealedEntryDefinition);
  const log = itemsOf(table, loggedEntryDefinition);
  const actors = itemsOf(table, actorsEntryDefinition);
  const heads = itemsOf(table, auditHeadDefinition);

  /** The newest signed head; undefined if nothing was sealed yet. */
  const newestHead = async (tenantId: string): Promise<AuditHeadItem | undefined> =>
    (await heads.all({ tenantId }, { newestFirst: true }, 1))[0];

  /** The list that fits a filter best, what it leaves to filter, and its months, newest first. */
  async function listFor(tenantId: string, filter: AuditFilter, now: number) {
    const { start, end } = filter;
    const { kind, index, of, rest } = placeOf(filter);
    const items = { chain, log, actors }[kind];
    const between = [start ? idFloor(Date.parse(start)) : '0', end ? idFloor(Date.parse(end)) : 'g'] as const;
    const listing: Listing = { ...(index && { index }), newestFirst: true, between, atMost: MOST_FILTERED };
    const head = between[0] < between[1] ? await newestHead(tenantId) : undefined;
    if (!head) return { items, of: { tenantId, ...of }, listing, rest, months: [] };
    const oldest = [`${head.since}-01`, isoOf(now - KEPT_MS), ...(start ? [start] : [])].toSorted().at(-1) as string;
    // Nothing is newer than its seal.
    const newest = end && end < head.at ? end : head.at;
    // The list of a resource has no months.
    const months = of.resourceId === undefined ? monthsFrom(oldest, newest).toReversed() : ['all'];
    return { items, of: { tenantId, ...of }, listing, rest, months };
  }

  return {
    newestHead,

    /** A page of the entries that fit the filter, newest first. `now` is epoch milliseconds. */
    async list(
      tenantId: TenantId,
      filter: AuditFilter,
      page: PageRequest,
      now: number,
    ): Promise<Page<SealedEntryItem>> {
      const { items, of, listing, rest, months } = await listFor(tenantId, filter, now);
      const keep = (item: SealedEntryItem) =>
        item.expiresAtEpoch * 1000 > now &&
        Object.entries(rest).every(([name, value]) => item[name as keyof SealedEntryItem] === value);
      const isFiltered = Object.keys(rest).length > 0;
      return readParts(
        months,
        page,
        (month, part) => items.page({ ...of, month }, part, listing, keep, rest),
        isFiltered ? 1 : MOST_MONTHS,
      );
    },

    /** The number of entries that fit the filter. If it is not exact, there are more. */
    async count(tenantId: TenantId, filter: AuditFilter, now: number): Promise<{ total: number; isExact: boolean }> {
      const { items, of, listing, rest, months } = await listFor(tenantId, filter, now);
      const wanted = Object.entries(rest);
      const condition = {
        expression: ['expiresAtEpoch > :now', ...wanted.map(([name]) => `#${name} = :${name}`)].join(' AND '),
        values: { now: Math.floor(now / 1000), ...rest },
        ...(wanted.length > 0 && { names: Object.fromEntries(wanted.map(([name]) => [`#${name}`, name])) }),
      };
      let total = 0;
      for (const month of months) {
        const partition = items.partitionOf({ ...of, month }, listing);
        const { count, isExact } = await countFirst(table, partition, MOST_COUNTED - total, condition);
        total += count;
        if (!isExact) return { total, isExact };
      }
      return { total, isExact: true };
    },

    /** The entries of the chain with these numbers, both included, read consistently. Expired ones are among them. */
    async chainBetween(tenantId: string, from: number, to: number): Promise<SealedEntryItem[]> {
      const spans = Array.from({ length: spanOf(to) - spanOf(from) + 1 }, (_, index) => spanOf(from) + index);
      const between = [seqKey(from), seqKey(to)] as const;
      return (await Promise.all(spans.map((span) => chain.all({ tenantId, span }, { between })))).flat();
    },

    /** The number of the oldest entry that has not expired; entries expire in the order of the chain. */
    async oldestSeq(tenantId: string, { seq: newest }: Link, now: number): Promise<number> {
      for (let from = 1; from <= newest; ) {
        const some = await chain.all(
          { tenantId, span: spanOf(from) },
          { between: [seqKey(from), seqKey(newest)] },
          FEW,
        );
        const kept = some.find(({ expiresAtEpoch }) => expiresAtEpoch * 1000 > now);
        if (kept) return kept.seq;
        from = some.length < FEW ? (spanOf(from) + 1) * SPAN : (some.at(-1) as SealedEntryItem).seq + 1;
      }
      return newest + 1;
    },

    /** The signed heads, newest first. */
    listHeads: (tenantId: string, page: PageRequest): Promise<Page<AuditHeadItem>> =>
      heads.page({ tenantId }, page, { newestFirst: true }),

    /** The signed heads with these numbers, both included. */
    headsBetween: (tenantId: string, from: number, to: number): Promise<AuditHeadItem[]> =>
      heads.all({ tenantId }, { between: [seqKey(from), seqKey(to)] }),

    /** The other copies of entries: as they were written with the change, and as lists show them. */
    async copiesOf(entries: readonly SealedEntryItem[]) {
      const written = itemsOf(table, auditEntryDefinition);
      const [raw, ...listed] = await Promise.all([
        written.findMany(entries, false),
        log.findMany(entries, false),
        actors.findMany(entries, false),
      ]);
      const byId = <Item extends { entryId: string }>(items: readonly Item[]) =>
        new Map(items.map((item) => [item.entryId, item]));
      return { written: byId(raw), listed: listed.map(byId) };
    },

    /** The ids of those entries that are sealed already. */
    async sealedIds(entries: readonly Pick<AuditEntryItem, 'tenantId' | 'entryId' | 'at'>[]): Promise<Set<string>> {
      const keys = entries.map(({ tenantId, entryId, at }) => ({ tenantId, entryId, month: monthOf(at) }));
      return new Set((await log.findMany(keys)).map(({ entryId }) => entryId));
    },

    /** Puts entries and their head, which end the chain, into the table; fails if one of them is there. */
    seal(tenantId: TenantId, entries: readonly ChainEntry[], head: Head & Pick<AuditHeadItem, 'since'>): Write[] {
      const expiresAtEpoch = expiryOf(Date.parse(head.at), RETENTION_DAYS.audit);
      const items = entries.map(({ content: { id, details, ip, userAgent, ...content }, seq, hash, previousHash }) => ({
        ...{ tenantId, seq, hash, previousHash, ...content, entryId: id, expiresAtEpoch },
        ...{ details: details || undefined, ip: ip || undefined, userAgent: userAgent || undefined },
        ...{ month: monthOf(content.at), span: spanOf(seq) },
      }));
      const headExpiry = expiryOf(Date.parse(head.at), RETENTION_DAYS.auditHead);
      return [
        ...items.flatMap((item) => [chain.create(item), log.create(item), actors.create(item)]),
        heads.create({ tenantId, ...head, expiresAtEpoch: headExpiry }),
      ];
    },
  };
}
