// verifyEvidence, and verify-evidence on the file of the same release: each way to tamper with what is stored is found by both, and
// both name the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPacket, sha256 } from '../../../entities/evidence/chain.model.ts';
import { envelopeBytes, PAYLOAD_TYPE, signedBytes } from '../../../entities/evidence/dsse.model.ts';
import { checkFile } from '../../../entities/evidence/evidence-file.model.ts';
import type { PacketItem } from '../../../entities/evidence/packet.entity.ts';
import { listedOf, objectKeyOf } from '../../../entities/evidence/packet.model.ts';
import { headStatementBytes } from '../../../entities/evidence/statement.model.ts';
import { RETENTION_DAYS } from '../../../entities/names.ts';
import type { SigningKey } from '../../../functions/_kit/keys/signing-key.ts';
import { idNamed, NOW, RELEASE_ID } from '../../support/evidence/samples.ts';
import { decisionOf, deployedOf, type EvidenceStage, startEvidence } from './fixture.ts';

type Item = Record<string, unknown>;
type Statement = { predicate: { chain: Item; releaseChain: Item; reason?: string } };

let now = NOW;
let stage: EvidenceStage;
beforeAll(async () => {
  stage = await startEvidence(() => now);
});
afterAll(() => stage.stop());

/** A tenant whose packets 1, 3 and 4 are of one release, and packet 2 of another. */
class Case {
  readonly tenantId: string;
  readonly packets: readonly PacketItem[];

  constructor(tenantId: string, packets: readonly PacketItem[]) {
    this.tenantId = tenantId;
    this.packets = packets;
  }

  at(number: number): PacketItem {
    return this.packets[number - 1] as PacketItem;
  }

  stored = async (kind: string, values: Item): Promise<Item[]> =>
    stage.items({ tenantId: this.tenantId, __edb_e__: kind, ...values });

  async packet(number: number): Promise<Item> {
    return (await this.stored('evidencePacket', { number }))[0] as Item;
  }

  links = (number: number) => this.stored('evidenceLink', { packetId: this.at(number).packetId });

  async releaseLink(number: number): Promise<Item> {
    return (await this.links(number)).find(({ chain }) => chain !== 'TENANT') as Item;
  }

  head = async (number: number) => String((await this.releaseLink(number)).head);

  bytes = (number: number): Buffer => stage.objects.objects.get(objectKeyOf(this.at(number))) as Buffer;

  statement = (number: number): Statement =>
    JSON.parse(Buffer.from(JSON.parse(this.bytes(number).toString()).payload, 'base64').toString());

  /** Puts an envelope in the place of another one: object, index, links. `key` signs a head of it. */
  async replace(number: number, bytes: Buffer, key?: SigningKey): Promise<void> {
    const contentHash = sha256(bytes);
    const { tenantId } = this;
    const { packetId, releaseId, releaseNumber, createdAt: recordedAt, keyId } = this.at(number);
    stage.objects.objects.set(objectKeyOf({ tenantId, contentHash }), bytes);
    const head = { tenantId, releaseId, recordedAt, number: releaseNumber, contentHash, keyId };
    const changed = key && { head: (await signed(headStatementBytes(packetId, head), key)).toString() };
    await stage.put({ ...(await this.packet(number)), contentHash });
    for (const link of await this.links(number)) {
      await stage.put({ ...link, contentHash, ...(link.chain !== 'TENANT' && changed) });
    }
  }

  /** The first broken packet by the service, asked about each. */
  async byService(): Promise<[string, number] | undefined> {
    for (const { packetId } of this.packets) {
      const { broken } = await stage.verified(packetId, this.tenantId);
      if (!broken) continue;
      const { chain, number, problem } = broken;
      return [problem, chain === 'RELEASE' ? number : ([1, 0, 2, 3][number - 1] ?? 0)];
    }
    return undefined;
  }

  async byFile(): Promise<[string, number] | undefined> {
    const text = (await stage.pagesOf(RELEASE_ID, this.tenantId)).join('');
    const { broken } = checkFile(text, { publicKey: await stage.key.publicKey(), now });
    return broken && [broken.problem, broken.releaseNumber ?? 0];
  }
}

const signed = async (payload: Buffer, key: SigningKey) =>
  envelopeBytes(payload, key.keyId, await key.sign(signedBytes(PAYLOAD_TYPE, payload)));
const resigned = (statement: object, key: SigningKey) => signed(Buffer.from(JSON.stringify(statement)), key);

let tenants = 0;
async function newCase(): Promise<Case> {
  tenants += 1;
  const tenantId = `0192f000-0000-7000-8000-${String(tenants).padStart(12, '0')}`;
  const facts = [decisionOf('one'), decisionOf('two', idNamed('other')), decisionOf('three'), deployedOf('four')];
  const packets: PacketItem[] = [];
  for (const some of facts) packets.push(await stage.record(some, tenantId));
  return new Case(tenantId, packets);
}

const flipped = (bytes: Buffer, position: number, bit = 0): Buffer => {
  const copy = Buffer.from(bytes);
  copy[position] = (copy[position] as number) ^ (1 << bit);
  return copy;
};
/** A bit in the middle of the payload. */
const changed = (bytes: Buffer) => flipped(bytes, 200);
/** All of a packet but its object. */
async function forget(one: Case, number: number): Promise<void> {
  await stage.remove(await one.packet(number));
  for (const link of await one.links(number)) await stage.remove(link);
}

describe('verifyEvidence', () => {
  it('answers that packets are intact, by the key that signed them', async () => {
    const one = await newCase();
    for (const { packetId } of one.packets) {
      const check = { isIntact: true, broken: null, keyId: stage.key.keyId };
      expect(await stage.verified(packetId, one.tenantId)).toEqual(check);
    }
    expect(await one.byFile()).toBeUndefined();
  });

  it.each<[string, (one: Case) => unknown, string, number]>([
    [
      'a changed object',
      (one) => stage.objects.objects.set(objectKeyOf(one.at(3)), changed(one.bytes(3))),
      ...(['CHANGED', 2] as const),
    ],
    ['a changed packet with its new hash', (one) => one.replace(3, changed(one.bytes(3))), 'UNSIGNED', 2],
    [
      'a statement that another key signed',
      async (one) => one.replace(3, await resigned({ ...one.statement(3) }, stage.otherKey)),
      ...(['UNSIGNED', 2] as const),
    ],
    [
      'the last statement, signed with its head by another key',
      async (one) => one.replace(4, await resigned(one.statement(4), stage.otherKey), stage.otherKey),
      ...(['UNSIGNED', 3] as const),
    ],
    ['a removed object', (one) => stage.objects.objects.delete(objectKeyOf(one.at(3))), 'MISSING', 2],
    ['a removed index', async (one) => stage.remove(await one.packet(3)), 'MISSING', 2],
    ['a packet that was removed from both chains', (one) => forget(one, 3), 'MISSING', 2],
    ['the first packet, removed', (one) => forget(one, 1), 'MISSING', 1],
    [
      'two packets in each other’s place',
      async (one) => {
        const [three, four] = [await one.packet(3), await one.packet(4)];
        const places = (item: Item) => ({
          number: item.number,
          releaseNumber: item.releaseNumber,
          gsi5sk: item.gsi5sk,
        });
        const links = { three: await one.links(3), four: await one.links(4) };
        await stage.put({ ...three, ...places(four) });
        await stage.put({ ...four, ...places(three) });
        const content = ({ packetId, contentHash }: Item) => ({ packetId, contentHash });
        for (const link of links.three) await stage.put({ ...link, ...content(four) });
        for (const link of links.four) await stage.put({ ...link, ...content(three) });
      },
      ...(['MISPLACED', 2] as const),
    ],
    [
      'a packet that the key signed for another predecessor',
      async (one) => {
        const { predicate, ...rest } = one.statement(3);
        const releaseChain = { ...predicate.releaseChain, previousHash: 'f'.repeat(64) };
        await one.replace(
          3,
          await resigned({ ...rest, predicate: { ...predicate, releaseChain } }, stage.key),
          stage.key,
        );
      },
      ...(['UNLINKED', 2] as const),
    ],
    [
      'a packet in the place of another one that has a follower',
      async (one) => {
        const { predicate, ...rest } = one.statement(3);
        const other = { ...rest, predicate: { ...predicate, reason: 'Another reason' } };
        await one.replace(3, await resigned(other, stage.key), stage.key);
      },
      ...(['UNLINKED', 3] as const),
    ],
    [
      'a signed text that is no statement',
      async (one) => one.replace(3, await resigned({ hello: 'world' }, stage.key), stage.key),
      ...(['UNREADABLE', 2] as const),
    ],
    [
      'the packet of another release in the place of one',
      async (one) => one.replace(3, one.bytes(2), stage.key),
      ...(['MISPLACED', 2] as const),
    ],
  ])('names %s, as verify-evidence does', async (_, tamper, problem, releaseNumber) => {
    const one = await newCase();
    await tamper(one);
    expect({ service: await one.byService(), file: await one.byFile() }).toEqual({
      service: [problem, releaseNumber],
      file: [problem, releaseNumber],
    });
  });

  it.each<[string, (own: string, one: Case) => Promise<string>]>([
    ['of another number', async (_, one) => one.head(3)],
    ['of another release', async (_, one) => one.head(2)],
    ['that was changed', async (own) => changed(Buffer.from(own)).toString()],
  ])('names a head %s', async (_, headOf) => {
    const one = await newCase();
    const link = await one.releaseLink(4);
    await stage.put({ ...link, head: await headOf(String(link.head), one) });
    expect((await one.byService())?.[0]).toBe('HEAD');
    expect(['HEAD', 'BEYOND']).toContain((await one.byFile())?.[0]);
  });

  it.each(['previousHash', 'subjectId', 'createdAt', 'promotionId', 'keyId'])(
    'names a changed %s of the index',
    async (name) => {
      const one = await newCase();
      const value = name === 'createdAt' ? '2026-01-01T00:00:00.000Z' : idNamed('changed');
      await stage.put({ ...(await one.packet(3)), [name]: value });
      expect(await one.byService()).toEqual(['MISPLACED', 2]);
    },
  );

  it('takes the oldest packet that has not expired as the beginning', async () => {
    const one = await newCase();
    now += RETENTION_DAYS.evidence * 86_400_000 - 1000;
    const late = await stage.record(decisionOf('late'), one.tenantId);
    now += 2000;
    expect(await stage.verified(late.packetId, one.tenantId)).toMatchObject({ isIntact: true });
    expect(await one.byFile()).toBeUndefined();
    for (const number of [1, 2, 3, 4]) await forget(one, number);
    expect(await stage.verified(late.packetId, one.tenantId)).toMatchObject({ isIntact: true });
    expect(await one.byFile()).toBeUndefined();
    now = NOW;
  });

  it('answers 404 for an unknown packet', async () => {
    const reply = await stage.get(`/evidence/${idNamed('missing')}/verify`);
    expect(reply).toMatchObject({ status: 404, body: { code: 'evidence.not_found' } });
  });
});

it('every flipped bit of a packet is found', async () => {
  const one = await newCase();
  const bytes = one.bytes(3);
  const publicKey = await stage.key.publicKey();
  expect(openPacket(bytes, listedOf(one.at(3)), publicKey)).toMatchObject({ statement: {} });
  for (let position = 0; position < bytes.length; position++) {
    for (let bit = 0; bit < 8; bit++) {
      expect(openPacket(flipped(bytes, position, bit), listedOf(one.at(3)), publicKey)).toEqual({ problem: 'CHANGED' });
    }
  }
});
