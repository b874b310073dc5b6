// The assembly is made anew when, and only when, a source of it changed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureAssembly } from '../../../../infra/local/synthesis.ts';
import { temporaryDirectory } from '../../../support/scratch/temporary-directory.ts';

/** A project whose app counts its runs and writes down its context. */
function setUp() {
  const root = temporaryDirectory();
  for (const folder of ['infra/local', 'functions', 'entities', 'statemachines'])
    mkdirSync(join(root, folder), { recursive: true });
  const app = (body: string) => writeFileSync(join(root, 'infra/app.ts'), body);
  app(`import { appendFileSync, writeFileSync } from 'node:fs';
    appendFileSync('runs', '.');
    writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', process.env.CDK_CONTEXT_JSON ?? '');`);
  const runs = () => readFileSync(join(root, 'runs'), 'utf8').length;
  return { root, app, runs, ensure: () => ensureAssembly(root, () => {}) };
}

describe('ensureAssembly', () => {
  test('synthesizes for the local stage', async () => {
    const { ensure } = setUp();
    expect(JSON.parse(readFileSync(join(await ensure(), 'manifest.json'), 'utf8'))).toMatchObject({ stage: 'local' });
  });

  test('does nothing while nothing changed', async () => {
    const { ensure, runs } = setUp();
    await ensure();
    await ensure();
    expect(runs()).toBe(1);
  });

  test('runs the app once for two who start at the same time', async () => {
    const { ensure, runs } = setUp();
    const [one, other] = await Promise.all([ensure(), ensure()]);
    expect(one).toBe(other);
    expect(runs()).toBe(1);
  });

  test('is not held up by one that was killed at it', async () => {
    const { root, ensure, runs } = setUp();
    const { pid } = spawnSync(process.execPath, ['--version']);
    mkdirSync(join(root, 'cdk.out'));
    writeFileSync(join(root, 'cdk.out', 'local.lock'), String(pid));
    await ensure();
    expect(runs()).toBe(1);
  });

  const changes: [string, string, number][] = [
    ['a function changed', 'functions/new.ts', 2],
    ['an entity changed', 'entities/new.ts', 2],
    ['a state machine changed', 'statemachines/new.json', 2],
    ['the lockfile changed', 'package-lock.json', 2],
    ['only the runtime changed', 'infra/local/new.ts', 1],
  ];
  test.each(changes)('when %s', async (_name, file, expected) => {
    const { root, ensure, runs } = setUp();
    await ensure();
    writeFileSync(join(root, file), '');
    await ensure();
    expect(runs()).toBe(expected);
  });

  test("says the app's own words when it fails, and tries again next time", async () => {
    const { app, ensure } = setUp();
    await ensure();
    app("throw new Error('no such stack');");
    await expect(ensure()).rejects.toThrow('no such stack');
    await expect(ensure()).rejects.toThrow('no such stack');
  });
});
