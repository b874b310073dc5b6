// Checks a stored packet: its object, its signature, its index, and its neighbours in both chains.
import {
  BREAKS,
  genesisOf,
  linkProblem,
  openHead,
  openPacket,
  type Problem,
} from '../../../entities/evidence/chain.model.ts';
import { readEnvelope } from '../../../entities/evidence/dsse.model.ts';
import type { PacketItem } from '../../../entities/evidence/packet.entity.ts';
import { listedOf, objectKeyOf } from '../../../entities/evidence/packet.model.ts';
import type { PacketPredicate } from '../../../entities/evidence/statement.model.ts';
import type { EvidenceDeps } from '../deps.ts';

export interface PacketBreak {
  readonly chain: 'TENANT' | 'RELEASE';
  readonly number: number;
  readonly problem: Problem;
  readonly message: string;
}

type ChainName = PacketBreak['chain'];
const breakAt = (chain: ChainName, number: number, problem: Problem): PacketBreak => ({
  ...{ chain, number, problem, message: BREAKS[problem] },
});

interface Signed {
  readonly statement: PacketPredicate;
  /** The names of keys in the envelope, whose bytes the chain holds. */
  readonly keyIds: readonly string[];
}

/** The parts of the index that a file does not list. */
const isIndexed = (item: PacketItem, { statement, keyIds }: Signed): boolean => {
  const { chain, subjectType, subjectId, recordedAt, promotionId } = statement;
  return (
    item.previousHash === chain.previousHash &&
    item.subjectType === subjectType &&
    item.subjectId === subjectId &&
    item.promotionId === (subjectType === 'Promotion' ? subjectId : promotionId) &&
    item.createdAt === recordedAt &&
    keyIds.includes(item.keyId)
  );
};

async function opened(
  item: PacketItem | undefined,
  publicKey: string,
  { objects }: EvidenceDeps,
): Promise<Signed | { readonly problem: Problem }> {
  const bytes = item && (await objects.get(objectKeyOf(item)));
  if (!item || !bytes) return { problem: 'MISSING' };
  const found = openPacket(bytes, listedOf(item), publicKey);
  const keyIds = (readEnvelope(bytes)?.signatures ?? []).flatMap(({ keyid }) => keyid ?? []);
  return 'problem' in found ? found : { ...found, keyIds };
}

function isHead(head: string | undefined, item: PacketItem, publicKey: string): boolean {
  const end = openHead(Buffer.from(head ?? ''), publicKey);
  return (
    end?.tenantId === item.tenantId &&
    end.releaseId === item.releaseId &&
    end.number === item.releaseNumber &&
    end.contentHash === item.contentHash
  );
}

/** `now` is epoch milliseconds. Undefined if nothing is broken. */
export async function firstBreak(item: PacketItem, now: number, deps: EvidenceDeps): Promise<PacketBreak | undefined> {
  const publicKey = await deps.key.publicKey();
  const own = await opened(item, publicKey, deps);
  if ('problem' in own) return breakAt('TENANT', item.number, own.problem);
  if (!isIndexed(item, own)) return breakAt('TENANT', item.number, 'MISPLACED');

  async function brokenIn(chain: ChainName, releaseId?: string): Promise<PacketBreak | undefined> {
    const placeIn = (statement: PacketPredicate) =>
      releaseId === undefined ? statement.chain : statement.releaseChain;
    const place = placeIn((own as Signed).statement);
    const { number } = place;
    const links = await deps.packets.between(item.tenantId, number - 1, number + 1, releaseId);
    const [before, here, after] = [-1, 0, 1].map((by) => links.find((link) => link.number === number + by));
    if (!here) return breakAt(chain, number, 'MISSING');
    if (here.packetId !== item.packetId || here.contentHash !== item.contentHash) {
      return breakAt(chain, number, 'MISPLACED');
    }
    if (releaseId !== undefined && !isHead(here.head, item, publicKey)) return breakAt(chain, number, 'HEAD');
    const problem = linkProblem(place, before, genesisOf(item.tenantId, releaseId), now);
    if (problem) return breakAt(chain, problem === 'MISSING' ? number - 1 : number, problem);
    if (!after) {
      const newest = await deps.packets.newest(item.tenantId, releaseId);
      return newest && newest.number > number ? breakAt(chain, number + 1, 'MISSING') : undefined;
    }
    const [follower] = await deps.packets.findMany(item.tenantId as never, [after.packetId]);
    const next = await opened(follower, publicKey, deps);
    if ('problem' in next) return breakAt(chain, number + 1, next.problem);
    const isLinked = placeIn(next.statement).previousHash === item.contentHash;
    return isLinked ? undefined : breakAt(chain, number + 1, 'UNLINKED');
  }
  return (await brokenIn('TENANT')) ?? (await brokenIn('RELEASE', item.releaseId));
}
