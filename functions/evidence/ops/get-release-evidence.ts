// Answers the whole evidence of a release, page by page: the pages of the first one's Link headers make one file, which
// `npm run verify-evidence` checks. Packets that were recorded after the first page began are left out.
import { isId, type TenantId } from '../../../entities/_base/ids.ts';
import { decodeCursor, encodeCursor, invalidCursor } from '../../../entities/_base/table/page.ts';
import { evidenceErrors } from '../../../entities/evidence/errors.ts';
import { headerLine, packetLine } from '../../../entities/evidence/evidence-file.model.ts';
import type { EvidenceLinkItem } from '../../../entities/evidence/packet.entity.ts';
import { objectKeyOf } from '../../../entities/evidence/packet.model.ts';
import type { EvidenceDeps, Ops } from '../deps.ts';

/**
 * Packets that are read at once, and bytes or packets after which a page ends. Lambda answers at most 6 MB, as JSON; the packet of a
 * deployment to 500 targets may have one of them.
 */
const AT_ONCE = 10;
const ENOUGH_BYTES = 1_000_000;
const MOST_PACKETS = 200;

interface Position {
  /** The last number when the file began. */
  readonly newest: number;
  readonly from: number;
}

function readPosition(binding: string, cursor: string): Position {
  const { newest, from } = decodeCursor(binding, cursor);
  if (!Number.isSafeInteger(newest) || !Number.isSafeInteger(from)) throw invalidCursor();
  return { newest: newest as number, from: from as number };
}

/** The line of each packet whose index and object are there: a file tells what is missing by what it lacks. */
async function linesOf(
  tenantId: TenantId,
  links: readonly EvidenceLinkItem[],
  { packets, objects }: EvidenceDeps,
): Promise<ReadonlyMap<string, string>> {
  const found = await packets.findMany(
    tenantId,
    links.map(({ packetId }) => packetId),
  );
  const lines = found.map(async (item) => {
    const bytes = await objects.get(objectKeyOf(item));
    return [item.packetId, bytes ? packetLine(item, bytes) : ''] as const;
  });
  return new Map(await Promise.all(lines));
}

async function header({ tenantId, chain, head }: EvidenceLinkItem, { key }: EvidenceDeps): Promise<string> {
  if (head === undefined) throw new Error(`the chain of ${chain} has no head`);
  return headerLine({ tenantId, releaseId: chain, keyId: key.keyId, publicKey: await key.publicKey(), head });
}

export const getReleaseEvidence: Ops['getReleaseEvidence'] = async ({ caller, params, query }, deps) => {
  const { tenantId, at: now } = caller;
  const { release = '' } = params;
  // A deleted release still has its evidence, by id.
  const releaseId = isId(release) ? release : await deps.releases.idOfKey(tenantId, release);
  if (releaseId === undefined) throw evidenceErrors.none();
  const binding = `evidence of ${tenantId} ${releaseId}`;
  const last = query.cursor === undefined ? await deps.packets.newest(tenantId, releaseId) : undefined;
  if (query.cursor === undefined && !last) throw evidenceErrors.none();
  let { newest, from } =
    query.cursor === undefined ? { newest: last?.number ?? 0, from: 1 } : readPosition(binding, query.cursor);
  let text = last ? await header(last, deps) : '';
  const hasRoom = () => Buffer.byteLength(text) < ENOUGH_BYTES;
  for (let read = 0; from <= newest && read < MOST_PACKETS && hasRoom(); read += AT_ONCE) {
    const links = await deps.packets.next(tenantId, releaseId, { from, to: newest, most: AT_ONCE });
    const shown = links.filter(({ expiresAtEpoch }) => expiresAtEpoch * 1000 > now);
    const lines = await linesOf(tenantId, shown, deps);
    const fitting = links.filter(({ packetId }) => {
      if (!hasRoom()) return false;
      text += lines.get(packetId) ?? '';
      return true;
    });
    const isLast = links.length < AT_ONCE && fitting.length === links.length;
    from = isLast ? newest + 1 : (fitting.at(-1)?.number ?? newest) + 1;
  }
  const headers = { 'content-disposition': 'attachment; filename="evidence.jsonl"' };
  return { body: text, headers, ...(from <= newest && { nextCursor: encodeCursor(binding, { newest, from }) }) };
};
