// The recorder of evidence: one packet for the same facts, whatever fails on the way, and chains without a fork.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genesisOf, openPacket, sha256 } from '../../../entities/evidence/chain.model.ts';
import { listedOf } from '../../../entities/evidence/packet.model.ts';
import { idNamed } from '../../support/evidence/samples.ts';
import { TENANT_ID } from '../../support/http.ts';
import { decisionOf, deployedOf, type EvidenceStage, startEvidence } from './fixture.ts';

let stage: EvidenceStage;
beforeAll(async () => {
  stage = await startEvidence();
});
afterAll(() => stage.stop());

let tenants = 0;
const newTenant = () => `0192f000-0000-7000-8000-${String(++tenants).padStart(12, '0')}`;
const ofKind = (tenantId: string, kind: string) => stage.items({ tenantId, __edb_e__: kind });

describe('a recorded packet', () => {
  it('is an object named by its digest, an index, two links, an event and an audit entry', async () => {
    const packet = await stage.record(decisionOf('one'));
    const bytes = stage.objects.objects.get(`${TENANT_ID}/${packet.contentHash}`);
    expect(bytes && sha256(bytes)).toBe(packet.contentHash);
    expect(packet).toMatchObject({
      ...{ type: 'DECISION', subjectType: 'Promotion', subjectId: idNamed('one'), promotionId: idNamed('one') },
      ...{ number: 1, releaseNumber: 1, previousHash: genesisOf(TENANT_ID), createdAt: '2026-06-01T12:00:00.000Z' },
    });
    const opened = openPacket(bytes as Buffer, listedOf(packet), await stage.key.publicKey());
    expect(opened).toMatchObject({ statement: { chain: { number: 1, previousHash: genesisOf(TENANT_ID) } } });
    const link = { number: 1, packetId: packet.packetId, contentHash: packet.contentHash };
    expect(await ofKind(TENANT_ID, 'evidenceLink')).toEqual([
      expect.objectContaining(link),
      expect.objectContaining(link),
    ]);
    const [audit] = await ofKind(TENANT_ID, 'auditEntry');
    expect(audit).toMatchObject({ action: 'evidence.recorded', resourceType: 'Evidence', resourceId: packet.packetId });
    const events = await stage.items({ detailType: 'EvidenceRecorded' });
    expect(events).toHaveLength(1);
  });

  it('is an in-toto Statement about the digests of the components', async () => {
    const tenant = newTenant();
    const { contentHash } = await stage.record(deployedOf('one'), tenant);
    const { payload } = JSON.parse(String(stage.objects.objects.get(`${tenant}/${contentHash}`)));
    expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'api', digest: { sha256: 'a'.repeat(64) } }],
      predicateType: 'https://windlass.example/evidence/deployment/v1',
      predicate: { tenantId: tenant, subjectId: idNamed('one'), status: 'SUCCEEDED', tasks: [{ status: 'SUCCEEDED' }] },
    });
  });

  it('stands after the packet before, in the chain of the tenant and in that of its release', async () => {
    const tenant = newTenant();
    const [one, foreign, two] = [
      await stage.record(decisionOf('one'), tenant),
      await stage.record(decisionOf('two', idNamed('other release')), tenant),
      await stage.record(deployedOf('three'), tenant),
    ];
    expect([one, foreign, two].map(({ number, releaseNumber }) => [number, releaseNumber])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
    expect([foreign.previousHash, two.previousHash]).toEqual([one.contentHash, foreign.contentHash]);
    for (const { packetId } of [one, foreign, two]) {
      expect(await stage.verified(packetId, tenant)).toMatchObject({ isIntact: true, broken: null });
    }
  });
});

describe('the same facts', () => {
  it('have one packet when they are recorded again', async () => {
    const tenant = newTenant();
    const first = await stage.record(decisionOf('one'), tenant);
    const objects = stage.objects.objects.size;
    expect(await stage.record(decisionOf('one'), tenant)).toEqual(first);
    expect([await ofKind(tenant, 'evidencePacket'), stage.objects.objects.size]).toEqual([
      [expect.anything()],
      objects,
    ]);
  });

  it.each([
    ['after the object', { save: () => Promise.reject(new Error('killed')) }],
    ['before the object', { objects: { putOnce: () => Promise.reject(new Error('killed')) } }],
  ])('have one packet when the first attempt ended %s', async (_, broken) => {
    const tenant = newTenant();
    await expect(stage.record(decisionOf('one'), tenant, broken as never)).rejects.toThrow('killed');
    const packet = await stage.record(decisionOf('one'), tenant);
    expect(await stage.record(decisionOf('one'), tenant)).toEqual(packet);
    expect(await ofKind(tenant, 'evidencePacket')).toHaveLength(1);
    expect(await stage.verified(packet.packetId, tenant)).toMatchObject({ isIntact: true });
  });

  it('have one packet when the answer to the write is lost', async () => {
    const tenant = newTenant();
    const lost: typeof stage.recorder.save = async (...all) => {
      await stage.recorder.save(...all);
      throw new Error('killed');
    };
    await expect(stage.record(decisionOf('one'), tenant, { save: lost })).rejects.toThrow('killed');
    const packet = await stage.record(decisionOf('one'), tenant);
    expect([packet.number, await ofKind(tenant, 'evidencePacket')]).toEqual([1, [expect.anything()]]);
  });

  it('have one packet when they are recorded at the same time', async () => {
    const tenant = newTenant();
    const all = await Promise.all(Array.from({ length: 5 }, () => stage.record(decisionOf('one'), tenant)));
    expect(new Set(all.map(({ contentHash }) => contentHash)).size).toBe(1);
    expect(await ofKind(tenant, 'evidencePacket')).toHaveLength(1);
  });
});

it('packets that are recorded at the same time make one chain without a gap or a fork', async () => {
  const tenant = newTenant();
  const releases = ['a', 'b'].map(idNamed);
  const facts = Array.from({ length: 12 }, (_, index) => decisionOf(`number ${index}`, releases[index % 2]));
  const recorded = await Promise.all(facts.map((one) => stage.record(one, tenant)));
  const numbers = (some: readonly number[]) => some.toSorted((one, other) => one - other);
  expect(numbers(recorded.map(({ number }) => number))).toEqual(facts.map((_, index) => index + 1));
  for (const releaseId of releases) {
    const ofRelease = recorded.filter((packet) => packet.releaseId === releaseId);
    expect(numbers(ofRelease.map(({ releaseNumber }) => releaseNumber))).toEqual([1, 2, 3, 4, 5, 6]);
  }
  for (const { packetId } of recorded) {
    expect(await stage.verified(packetId, tenant)).toMatchObject({ isIntact: true, broken: null });
  }
});
