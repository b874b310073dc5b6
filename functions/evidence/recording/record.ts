// Records a packet: signs its statement, puts the envelope into the bucket, then its index and its places in the chains into the table.
// Called again after any failure, it ends in the same one packet; objects of a lost race stay in the bucket and are in no chain.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { genesisOf, sha256 } from '../../../entities/evidence/chain.model.ts';
import { envelopeBytes, PAYLOAD_TYPE, signedBytes } from '../../../entities/evidence/dsse.model.ts';
import { EvidenceRecorded } from '../../../entities/evidence/events.ts';
import type { PacketFacts } from '../../../entities/evidence/facts.model.ts';
import type { EvidenceLinkItem, PacketItem } from '../../../entities/evidence/packet.entity.ts';
import { objectKeyOf } from '../../../entities/evidence/packet.model.ts';
import { headStatementBytes, type Place, packetStatementBytes } from '../../../entities/evidence/statement.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { RecorderDeps } from '../deps.ts';

/** Every lost race means that another packet was recorded. */
const ATTEMPTS = 20;
const PAUSE_MS = 50;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const placeAfter = (last: EvidenceLinkItem | undefined, genesis: string): Place => ({
  number: (last?.number ?? 0) + 1,
  previousHash: last?.contentHash ?? genesis,
  previousAt: last?.createdAt ?? null,
});

async function sealed(payload: Buffer, { key }: RecorderDeps): Promise<Buffer> {
  return envelopeBytes(payload, key.keyId, await key.sign(signedBytes(PAYLOAD_TYPE, payload)));
}

type NewPacket = Parameters<RecorderDeps['packets']['append']>[0];

function changeOf(caller: Caller, packet: NewPacket, writes: readonly Write[]): Change {
  const { packetId, type, subjectType, subjectId, releaseId, number, contentHash } = packet;
  const facts = { packetId, type, subjectType, subjectId, releaseId, number, contentHash };
  return {
    writes,
    events: [EvidenceRecorded.create(caller, packetId, facts)],
    audit: { action: 'evidence.recorded', resourceType: 'Evidence', resourceId: packetId, details: facts },
  };
}

/** One attempt. Throws `request.conflict` if another packet took its place, or if it is recorded already. */
async function append(caller: Caller, about: PacketFacts, deps: RecorderDeps): Promise<void> {
  const { packets, key, objects, save, now } = deps;
  const { packetId, type, subjectType, subjectId, releaseId, promotionId, subjects, facts } = about;
  const { tenantId } = caller;
  // In this order: a packet that takes a place in the release's chain meanwhile has taken one in the tenant's, too.
  const last = await packets.newest(tenantId);
  const lastOfRelease = await packets.newest(tenantId, releaseId);
  const recordedAt = [isoOf(now()), last?.createdAt ?? ''].toSorted().at(-1) as string;
  const chain = placeAfter(last, genesisOf(tenantId));
  const releaseChain = placeAfter(lastOfRelease, genesisOf(tenantId, releaseId));
  const named = { packetId, tenantId, type, subjectType, subjectId, releaseId };
  const statement = packetStatementBytes(subjects, { ...named, recordedAt, chain, releaseChain }, facts);
  const envelope = await sealed(statement, deps);
  const contentHash = sha256(envelope);
  const { keyId } = key;
  const end = { tenantId, releaseId, recordedAt, number: releaseChain.number, contentHash, keyId };
  const head = await sealed(headStatementBytes(packetId, end), deps);
  const packet: NewPacket = {
    ...{ ...named, number: chain.number, previousHash: chain.previousHash },
    ...(promotionId !== undefined && { promotionId }),
    ...{ releaseNumber: releaseChain.number, contentHash, keyId, createdAt: recordedAt },
  };
  await objects.putOnce(objectKeyOf(packet), envelope);
  await save(caller, changeOf(caller, packet, packets.append(packet, head.toString('utf8'), last)));
}

/** Answers the packet of the facts, which is recorded if it was not before. */
export async function record(caller: Caller, about: PacketFacts, deps: RecorderDeps): Promise<PacketItem> {
  for (let attempt = 1; ; attempt++) {
    const known = await deps.packets.find(caller.tenantId, about.packetId, caller.at);
    if (known) return known;
    try {
      await append(caller, about, deps);
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'request.conflict' || attempt === ATTEMPTS) throw error;
      await pause(attempt * PAUSE_MS * Math.random());
    }
  }
}
