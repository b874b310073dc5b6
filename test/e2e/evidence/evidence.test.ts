// Evidence of a running stack, from the real bundles: the decision about a promotion is signed, kept in the bucket, and verified by the
// API and by `npm run verify-evidence`, and what was changed in the bucket is found.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Input } from '../../../functions/client.ts';
import { physicalName } from '../../../infra/constructs/naming.ts';
import { releaseBody, sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import { type Body, startTestStack, type TestStack, until } from '../../support/stack.ts';

const TOOL = join(import.meta.dirname, '../../../infra/tools/verify-evidence.ts');

let stack: TestStack;
const directory = mkdtempSync(join(tmpdir(), 'windlass-evidence-'));
beforeAll(async () => {
  stack = await startTestStack();
}, 180_000);
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await stack?.remove();
});

function verifyEvidence(text: string, pem: string) {
  const [file, key] = [join(directory, 'evidence.jsonl'), join(directory, 'key.pem')];
  writeFileSync(file, text);
  writeFileSync(key, pem);
  const { status, stdout } = spawnSync(process.execPath, [TOOL, file, '--key', key], { encoding: 'utf8' });
  return { status, stdout };
}

async function download(path: string): Promise<string> {
  const { url, credentials } = stack;
  const headers = { authorization: `Bearer ${credentials.tokens.viewer}` };
  const reply = await fetch(`${url}/api/v1/${credentials.tenant.slug}${path}`, { headers });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.text();
}

/** A promotion that the gates deny, as its release has no components. */
async function deniedPromotion(): Promise<Body> {
  const lead = stack.as('lead');
  const body = releaseBody(await sampleIntegrationsOf(lead), '1.0.0', { service: 'evident-app' });
  const { id: release } = await lead.must('POST /releases', { body });
  await lead.must('POST /releases/{release}/kickoff', { params: { release } });
  const environment = { name: 'evident', tier: 'PRODUCTION', order: 7 } as Input<'POST /environments'>['body'];
  await lead.must('POST /environments', { body: environment });
  const asked = { release, environment: 'evident' } as Input<'POST /promotions'>['body'];
  const { id: promotion } = await lead.must('POST /promotions', { body: asked });
  const read = () => lead.must('GET /promotions/{promotion}', { params: { promotion } }) as Promise<Body>;
  return until(read, ({ status }) => status === 'REJECTED' || status === 'FAILED');
}

const record = (subjectId: string): Promise<Body> =>
  stack.operator.invoke(physicalName('local', 'evidence-tasks'), {
    ...{ task: 'recordEvidence', tenantId: stack.credentials.tenant.id },
    ...{ subjectType: 'Promotion', subjectId, executionId: 'by-hand' },
  });

it('signs the decision about a promotion, once, and verifies it', { timeout: 180_000 }, async () => {
  const { id, releaseId } = await deniedPromotion();
  const { packetIds } = await record(id);
  expect(packetIds).toHaveLength(1);
  expect(await record(id)).toEqual({ packetIds });
  const viewer = stack.as('viewer');
  const params = { packet: packetIds[0] };
  expect(await viewer.must('GET /evidence', { query: { releaseId } })).toMatchObject({
    items: [{ id: packetIds[0], type: 'DECISION', subjectId: id }],
  });
  expect(await viewer.must('GET /evidence/{packet}/verify', { params })).toMatchObject({ isIntact: true });
  const { envelope }: Body = await viewer.must('GET /evidence/{packet}', { params });
  const { predicate } = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
  expect(predicate).toMatchObject({ record: { result: 'DENY' }, release: { service: 'evident-app' } });

  const [text, pem] = [await download(`/releases/${releaseId}/evidence`), await download('/evidence/key')];
  expect(verifyEvidence(text, pem)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^OK: 1 packets/) });
  const changed = text.replace('"number":1', '"number":2');
  expect(verifyEvidence(changed, pem)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^BROKEN at line 2/) });

  const objects = join(stack.data, 'objects');
  const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files).toHaveLength(1);
  const file = join(String(files[0]?.parentPath), String(files[0]?.name));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from(' ')]));
  expect(await viewer.must('GET /evidence/{packet}/verify', { params })).toMatchObject({
    isIntact: false,
    broken: { number: 1, problem: 'CHANGED' },
  });
  rmSync(file);
  expect(await viewer.must('GET /evidence/{packet}/verify', { params })).toMatchObject({
    broken: { number: 1, problem: 'MISSING' },
  });
  expect(await viewer.must('GET /evidence/{packet}', { params })).toMatchObject({ envelope: null });
});
