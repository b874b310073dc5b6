// Bundling, on a real function with two SDK clients.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleFunctions, bundleName } from '../../infra/bundle/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = 'sdk.handler.ts';

const outputs = mkdtempSync(join(tmpdir(), 'windlass-bundle-'));
afterAll(() => rmSync(outputs, { recursive: true }));

async function bundle(output = mkdtempSync(join(outputs, 'run-'))) {
  const directories = await bundleFunctions([ENTRY], { root: ROOT, sources: 'test/infra/fixtures', output });
  const directory = directories.get(ENTRY) as string;
  return { output, directory, file: join(directory, 'index.mjs') };
}

/** Files of its own that a module imports, statically or dynamically. */
const importsIn = (code: string): string[] =>
  [...code.matchAll(/(?:from|import\(?)\s*["']\.\/([\w.-]+)["']/g)].map(([, file]) => file as string);

describe('a bundle', async () => {
  const first = await bundle();
  const code = readFileSync(first.file, 'utf8');

  test('is index.mjs and the chunks it loads, each with its map, in a directory of its own', () => {
    const modules = readdirSync(first.directory).filter((file) => file.endsWith('.mjs'));
    const loaded = modules.flatMap((file) => importsIn(readFileSync(join(first.directory, file), 'utf8')));
    expect(modules.toSorted()).toEqual([...new Set(['index.mjs', ...loaded])].toSorted());
    expect(readdirSync(first.directory)).toHaveLength(2 * modules.length);
  });

  test('keeps no file of an earlier run', async () => {
    const { output, directory } = await bundle();
    writeFileSync(join(directory, 'chunk-OLD.mjs'), '');
    await bundle(output);
    expect(readdirSync(directory)).toEqual(readdirSync(first.directory));
  });

  test('has Lambda’s credentials in place of the chain', () => {
    expect(code).not.toMatch(/AWS_WEB_IDENTITY_TOKEN_FILE|sso_start_url|credential_process/);
    const script = `import { handler } from ${JSON.stringify(first.file)}; console.log(JSON.stringify(await handler()));`;
    const env = {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 't',
    };
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' });
    const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 't' };
    expect(JSON.parse(printed)).toMatchObject([credentials, credentials]);
  });

  test('says which inputs it is made of', () => {
    const meta = JSON.parse(readFileSync(join(first.output, 'meta.json'), 'utf8'));
    expect(Object.keys(meta.inputs)).toContain(`test/infra/fixtures/${ENTRY}`);
  });

  test('is the same for the same sources', async () => {
    const { directory } = await bundle();
    const texts = (place: string) => readdirSync(place).map((file) => readFileSync(join(place, file), 'utf8'));
    expect(texts(directory)).toEqual(texts(first.directory));
  });

  test('is not touched when nothing changed', async () => {
    const before = statSync(first.file).mtimeMs;
    await bundle(first.output);
    expect(statSync(first.file).mtimeMs).toBe(before);
  });
});

test.each([
  ['releases/api.handler.ts', 'releases-api'],
  ['notifiers/slack/events.handler.ts', 'notifiers-slack-events'],
])('the bundle of %s is named %s', (entry, name) => {
  expect(bundleName(entry)).toBe(name);
});

describe('a bundle with ElectroDB and zod', () => {
  test('works without what functions never use', async () => {
    const output = mkdtempSync(join(outputs, 'table-'));
    const entry = 'table.handler.ts';
    const directories = await bundleFunctions([entry], { root: ROOT, sources: 'test/infra/fixtures', output });
    const directory = directories.get(entry) as string;
    const { inputs } = JSON.parse(readFileSync(join(output, 'meta.json'), 'utf8'));
    const unused =
      /node_modules\/(?:jsonschema|bowser|mnemonist|@aws-sdk\/(?:credential-provider-node|lib-dynamodb))\/|\/event-streams\//;
    expect(Object.keys(inputs).filter((path) => unused.test(path))).toEqual([]);
    const script = `import { handler } from ${JSON.stringify(join(directory, 'index.mjs'))}; console.log(JSON.stringify(await handler({ tenantId: 't' })));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toMatchObject({
      ...{ TableName: 'fixture', ExpressionAttributeValues: { ':pk': 'T#t' } },
      isZodCompiled: false,
    });
  });
});
