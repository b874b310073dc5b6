// The audit log of a running stack: a release's entries are sealed, its chain is intact, and an export passes `npm run verify-audit`,
// which names what was changed in it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf } from '../../../infra/local/demo/plays/release-steps.ts';
import { openScene } from '../../../infra/local/demo/scene.ts';
import { type Body, startTestStack, type TestStack, until } from '../../support/stack.ts';

const TOOL = join(import.meta.dirname, '../../../infra/tools/verify-audit.ts');

let stack: TestStack;
const directory = mkdtempSync(join(tmpdir(), 'windlass-audit-'));
beforeAll(async () => {
  stack = await startTestStack();
}, 180_000);
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await stack?.stop();
  stack?.remove();
});

function verifyAudit(text: string, ...args: string[]) {
  const file = join(directory, 'audit.csv');
  writeFileSync(file, text);
  const { status, stdout } = spawnSync(process.execPath, [TOOL, file, ...args], { encoding: 'utf8' });
  return { status, stdout };
}

it('seals the entries of a release, and exports a log that is intact', { timeout: 180_000 }, async () => {
  const { cast } = await openScene({ credentials: stack.credentials });
  const body = bodyOf({ service: 'audited-app', version: '1.0.0' }, cast, {
    releaseType: 'PLANNED',
    baseBranch: 'main',
  });
  const release: Body = await stack.as('lead').must('POST /releases', { body });
  const ofRelease = () => stack.as('lead').must('GET /audit', { query: { resourceId: release.id } }) as Promise<Body>;
  const { items } = await until(ofRelease, (list) => list.items.length > 0);
  expect(items.at(-1)).toMatchObject({ action: 'release.created', resourceType: 'Release', seq: expect.any(Number) });
  expect(await stack.as('lead').must('GET /audit/verify')).toMatchObject({ isIntact: true, first: 1, broken: null });

  const { url, credentials } = stack;
  const headers = { authorization: `Bearer ${credentials.tokens.admin}` };
  const exported = await (await fetch(`${url}/api/v1/${credentials.tenant.slug}/audit.csv`, { headers })).text();
  const { publicKey } = (await stack.as('lead').must('GET /audit/heads')) as Body;
  const key = join(directory, 'key.pem');
  writeFileSync(key, publicKey);
  expect(verifyAudit(exported, '--key', key)).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^OK: \d+ entries, number 1 to \d+/),
  });
  expect(verifyAudit(exported).stdout).toMatch(/compare it with GET \/audit\/heads/);
  const changed = exported.replace('release.created', 'release.deleted');
  expect(verifyAudit(changed)).toEqual({
    status: 1,
    stdout: expect.stringMatching(/^BROKEN at row \d+, entry \d+: the content/),
  });
  expect(verifyAudit('"')).toMatchObject({ status: 1 });
});

it.each([
  ['--help', 0],
  ['', 2],
] as const)('shows its usage for %j', (arg, status) => {
  const shown = spawnSync(process.execPath, [TOOL, ...(arg ? [arg] : [])], { encoding: 'utf8' });
  expect(shown).toMatchObject({ status, stdout: expect.stringMatching(/^Usage: npm run verify-audit -- <file>/) });
});
