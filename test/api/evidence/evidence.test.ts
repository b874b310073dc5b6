// listEvidence, getEvidence, getEvidenceKey and getReleaseEvidence: what is shown of recorded packets, and to whom.
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifiedPayload } from '../../../entities/evidence/dsse.model.ts';
import { checkFile } from '../../../entities/evidence/evidence-file.model.ts';
import type { PacketItem } from '../../../entities/evidence/packet.entity.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { RETENTION_DAYS } from '../../../entities/names.ts';
import { idNamed, NOW, RELEASE_ID } from '../../support/evidence/samples.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { decisionOf, deployedOf, type EvidenceStage, startEvidence } from './fixture.ts';

const MISSING = idNamed('missing');
const OTHER_RELEASE = idNamed('other release');
const inOther = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };

let now = NOW;
let stage: EvidenceStage;
let one: PacketItem;
let packets: PacketItem[];
beforeAll(async () => {
  stage = await startEvidence(() => now);
  const facts = [
    decisionOf('one', RELEASE_ID, '2026-03-01T12:00:00.000Z'),
    decisionOf('two', OTHER_RELEASE, '2026-04-01T12:00:00.000Z'),
    decisionOf('three', RELEASE_ID, '2026-05-01T12:00:00.000Z'),
    deployedOf('four'),
  ];
  packets = [];
  for (const some of facts) packets.push(await stage.record(some));
  one = packets[0] as PacketItem;
});
afterAll(() => stage.stop());

const ANYBODY = ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI'];
describeAccess(
  'evidence',
  [
    ['GET', '/evidence', undefined, ANYBODY],
    ['GET', '/evidence/key', undefined, ANYBODY],
    ['GET', `/evidence/${MISSING}`, undefined, ANYBODY],
    ['GET', `/evidence/${MISSING}/verify`, undefined, ANYBODY],
    ['GET', `/releases/${RELEASE_ID}/evidence`, undefined, ANYBODY],
  ],
  (request) => stage.call(request),
);

const idsOf = async (query = '') => {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await stage.get(`/evidence?limit=2${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  return ids;
};
const named = (...numbers: number[]) => numbers.map((number) => packets[number - 1]?.packetId);

describe('listEvidence', () => {
  it.each<[string, readonly number[]]>([
    ['', [4, 3, 2, 1]],
    ['&type=DECISION', [3, 2, 1]],
    ['&type=ROLLBACK', []],
    [`&releaseId=${RELEASE_ID}`, [4, 3, 1]],
    [`&releaseId=${RELEASE_ID}&type=DEPLOYMENT`, [4]],
    [`&subjectId=${idNamed('two')}`, [2]],
    [`&subjectId=${idNamed('two')}&releaseId=${RELEASE_ID}`, []],
    [`&subjectId=${MISSING}`, []],
  ])('answers those that fit %j, newest first', async (query, numbers) => {
    expect(await idsOf(query)).toEqual(named(...numbers));
  });

  it('answers the index of a packet', async () => {
    const { body } = await stage.get(`/evidence?subjectId=${idNamed('one')}`);
    expect(body).toEqual({
      items: [
        {
          ...{ id: one.packetId, type: 'DECISION', subjectType: 'Promotion', subjectId: idNamed('one') },
          ...{ releaseId: RELEASE_ID, promotionId: idNamed('one'), number: 1, releaseNumber: 1 },
          ...{ previousHash: one.previousHash, contentHash: one.contentHash, keyId: stage.key.keyId },
          createdAt: '2026-06-01T12:00:00.000Z',
        },
      ],
      nextCursor: null,
    });
  });

  it('answers nothing of another tenant', async () => {
    expect((await stage.get('/evidence', inOther)).body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['type=OTHER', 'limit=0', 'limit=101', 'subjectId=a%23b', 'releaseId=', 'since=2026'])(
    'answers 400 for %s',
    async (query) => {
      expect(await stage.get(`/evidence?${query}`)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    },
  );

  it('answers 400 for the cursor of another list', async () => {
    const { nextCursor } = (await stage.get('/evidence?limit=1')).body;
    const reply = await stage.get(`/evidence?releaseId=${RELEASE_ID}&cursor=${encodeURIComponent(nextCursor)}`);
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid_cursor' } });
  });
});

describe('getEvidence', () => {
  it('answers the index and the envelope, which the key verifies', async () => {
    const { status, body } = await stage.get(`/evidence/${one.packetId}`);
    expect([status, body.id, body.contentHash]).toEqual([200, one.packetId, one.contentHash]);
    const { text: pem } = await stage.get('/evidence/key');
    const payload = verifiedPayload(body.envelope, pem);
    expect(JSON.parse(String(payload))).toMatchObject({ predicate: { packetId: one.packetId } });
  });

  it('answers no envelope if the object is missing', async () => {
    const other = await startEvidence();
    const { packetId } = await other.record(decisionOf('one'));
    other.objects.objects.clear();
    expect(await other.get(`/evidence/${packetId}`)).toMatchObject({ status: 200, body: { envelope: null } });
    await other.stop();
  });

  it.each([
    ['an unknown packet', MISSING, {}],
    ['a text that is no id', 'no-id', {}],
    ['a packet of another tenant', undefined, inOther],
  ])('answers 404 for %s', async (_, id, over) => {
    const reply = await stage.get(`/evidence/${id ?? one.packetId}`, over);
    expect(reply).toMatchObject({ status: 404, body: { code: 'evidence.not_found' } });
  });

  it('answers 404 for a packet that has expired', async () => {
    now += RETENTION_DAYS.evidence * 86_400_000;
    expect((await stage.get(`/evidence/${one.packetId}`)).status).toBe(404);
    expect((await stage.get('/evidence')).body.items).toEqual([]);
    now = NOW;
  });
});

it.each([
  ['getEvidence', (id: string) => `/evidence/${id}`],
  ['verifyEvidence', (id: string) => `/evidence/${id}/verify`],
  ['getReleaseEvidence', () => `/releases/${RELEASE_ID}/evidence`],
])('%s says that the bucket cannot be reached', async (_, pathOf) => {
  const other = await startEvidence();
  const { packetId } = await other.record(decisionOf('one'));
  other.objects.get = () => Promise.reject(integrationErrors.unavailable({ detail: 'Amazon S3 did not answer' }));
  const reply = await other.get(pathOf(packetId));
  expect(reply).toMatchObject({ status: 503, body: { code: 'integration.unavailable' } });
  await other.stop();
});

describe('getEvidenceKey', () => {
  it('answers the public key as PEM', async () => {
    const { status, headers, text } = await stage.get('/evidence/key');
    expect([status, headers['content-type']]).toEqual([200, 'application/x-pem-file']);
    expect(createPublicKey(text).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });
});

describe('getReleaseEvidence', () => {
  it('answers the packets of the release as a file that verify-evidence finds intact', async () => {
    const { status, headers, text } = await stage.get(`/releases/${RELEASE_ID}/evidence`);
    expect([status, headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'application/jsonl',
      'attachment; filename="evidence.jsonl"',
    ]);
    const publicKey = await stage.key.publicKey();
    const check = { packets: 3, releaseId: RELEASE_ID, keyId: stage.key.keyId };
    expect(checkFile(text, { publicKey, now })).toEqual(check);
    expect(checkFile(text, { now })).toEqual(check);
  });

  it('answers a long file in pages that end after a large packet, without the packets that were recorded after the first page', async () => {
    const releaseId = idNamed('long release');
    const tenantId = '0192f000-0000-7000-8000-0000000000f1';
    for (let index = 0; index < 12; index++) await stage.record(decisionOf(`${index}`, releaseId), tenantId);
    const large = Buffer.alloc(1_000_000, 'x');
    const [[key = '', first]] = [...stage.objects.objects].filter(([name]) => name.startsWith(tenantId)) as [
      [string, Buffer],
    ];
    stage.objects.objects.set(key, large);
    const path = `/releases/${releaseId}/evidence`;
    const of = { tenantId, credentialTenantId: tenantId };
    const { text, headers } = await stage.get(path, of);
    stage.objects.objects.set(key, first);
    await stage.record(decisionOf('late', releaseId), tenantId);
    const next = /^<\/api\/v1\/[^/]+(.+)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? '';
    const rest = await stage.get(next, of);
    const lines = (some: string) => some.split('\n').length - 1;
    expect([lines(text), lines(rest.text), rest.headers.link]).toEqual([2, 11, undefined]);
    const whole = text.replace(large.toString(), first.toString()) + rest.text;
    expect(checkFile(whole, { publicKey: await stage.key.publicKey(), now })).toMatchObject({ packets: 12 });
    expect(checkFile(whole, { now }).broken).toBeUndefined();
    const foreign = await stage.get(next.replace(releaseId, RELEASE_ID), of);
    expect(foreign).toMatchObject({ status: 400, body: { code: 'request.invalid_cursor' } });
  });

  it.each([
    ['a release without evidence', MISSING, {}],
    ['a text that is no id', 'TENANT', {}],
    ['a release of another tenant', RELEASE_ID, inOther],
  ])('answers 404 for %s', async (_, id, over) => {
    const reply = await stage.get(`/releases/${id}/evidence`, over);
    expect(reply).toMatchObject({ status: 404, body: { code: 'evidence.none' } });
  });

  it('reads in the order of the chain what other tenants cannot', async () => {
    const numbers = (await stage.pagesOf(RELEASE_ID, TENANT_ID))
      .join('')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line).number);
    expect(numbers).toEqual([1, 3, 4]);
  });
});
