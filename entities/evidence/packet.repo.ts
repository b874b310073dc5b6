// Reads and writes of packets and their chains. Writes are returned for a transaction. Expired ones are not shown.
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { expiryOf, isoOf, monthsFrom } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { type EvidenceLinkItem, evidenceLinkDefinition, type PacketItem, packetDefinition } from './packet.entity.ts';
import { type EvidenceFilter, monthOfPacket } from './packet.model.ts';

/** Months that a page looks into, and items that it reads if a part of the filter has no list of its own. */
const MOST_MONTHS = 6;
const MOST_FILTERED = 50;

const TENANT = 'TENANT';

export type PacketRepo = ReturnType<typeof createPacketRepo>;

export function createPacketRepo(table: Table) {
  const packets = itemsOf(table, packetDefinition);
  const links = itemsOf(table, evidenceLinkDefinition);

  const keyOf = (tenantId: string, packetId: string) => ({ tenantId, packetId, month: monthOfPacket(packetId) });
  const isShown = (now: number) => (item: { readonly expiresAtEpoch: number }) => item.expiresAtEpoch * 1000 > now;
  const padded = (number: number) => String(number).padStart(9, '0');

  /** The last link of the tenant's chain, or of a release's. Consistent. */
  const newest = async (tenantId: string, releaseId = TENANT): Promise<EvidenceLinkItem | undefined> =>
    (await links.all({ tenantId, chain: releaseId }, { newestFirst: true }, 1))[0];

  /** The links with these numbers, both included. Consistent; expired ones are among them. */
  const between = (tenantId: string, from: number, to: number, releaseId = TENANT): Promise<EvidenceLinkItem[]> =>
    links.all({ tenantId, chain: releaseId }, { between: [padded(Math.max(1, from)), padded(to)] });

  return {
    newest,
    between,

    /** The first links of a release from a number on, to another one. Consistent; expired ones are among them. */
    next: (
      tenantId: string,
      releaseId: string,
      { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
    ): Promise<EvidenceLinkItem[]> =>
      links.all({ tenantId, chain: releaseId }, { between: [padded(from), padded(to)] }, most),

    /** `now` is epoch milliseconds. */
    async find(tenantId: TenantId, packetId: string, now: number): Promise<PacketItem | undefined> {
      const found = isId(packetId) ? await packets.find(keyOf(tenantId, packetId)) : undefined;
      return found && isShown(now)(found) ? found : undefined;
    },

    /** Those that exist, in the order of the ids. */
    findMany: (tenantId: TenantId, ids: readonly string[]): Promise<PacketItem[]> =>
      packets.findMany(ids.map((packetId) => keyOf(tenantId, packetId))),

    /** Newest first; a filtered page may be short. */
    async list(
      tenantId: TenantId,
      { subjectId, releaseId, type }: EvidenceFilter,
      page: PageRequest,
      now: number,
    ): Promise<Page<PacketItem>> {
      const fits = (item: PacketItem) =>
        isShown(now)(item) &&
        (type === undefined || item.type === type) &&
        (subjectId === undefined || item.subjectId === subjectId) &&
        (releaseId === undefined || item.releaseId === releaseId);
      const listing = { newestFirst: true, atMost: MOST_FILTERED };
      const by = (index: string, of: object, filter: object) =>
        packets.page({ tenantId, ...of }, page, { index, ...listing }, fits, { ...filter, type });
      if (subjectId !== undefined) return by('bySubject', { subjectId }, { releaseId });
      if (releaseId !== undefined) return by('byRelease', { releaseId }, {});
      const last = await newest(tenantId);
      const months = last ? monthsFrom(last.since, isoOf(now)).toReversed() : [];
      return readParts(
        months,
        page,
        (month, part) => packets.page({ tenantId, month }, part, listing, fits, { type }),
        type === undefined ? MOST_MONTHS : 1,
      );
    },

    /** Puts a packet at the end of its two chains, with the signed head of the release's. Conflicts if it exists, or another one has taken its place in a chain. */
    append(
      item: Omit<PacketItem, 'month' | 'expiresAtEpoch' | 'schemaVersion'>,
      head: string,
      earlier: Pick<EvidenceLinkItem, 'since'> | undefined,
    ): Write[] {
      const { tenantId, packetId, contentHash, createdAt, releaseId, releaseNumber } = item;
      const expiresAtEpoch = expiryOf(Date.parse(createdAt), RETENTION_DAYS.evidence);
      const month = monthOfPacket(packetId);
      const since = [month, earlier?.since ?? '9'].toSorted()[0] as string;
      const link = { tenantId, packetId, contentHash, createdAt, since, expiresAtEpoch };
      return [
        packets.create({ ...item, month, expiresAtEpoch }),
        links.create({ ...link, chain: TENANT, number: item.number }),
        links.create({ ...link, chain: releaseId, number: releaseNumber, head }),
      ];
    },
  };
}
