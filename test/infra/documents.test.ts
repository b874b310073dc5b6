// The documents made from all manifests, and their way into the bundles of the functions that ask for them.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineManifest, type Manifest } from '../../functions/_kit/manifest.ts';
import { bundleFunctions } from '../../infra/bundle/bundle.ts';
import { documentsOf } from '../../infra/documents/documents.ts';
import { permissionsOf } from '../../infra/documents/permissions.ts';
import { manifests } from '../../infra/manifests.ts';
import { temporaryDirectory } from '../support/scratch/temporary-directory.ts';

const ROOT = join(import.meta.dirname, '../..');
const route = { method: 'GET', summary: 'A route', status: 200 } as const;
const lambda = { impact: 'Nothing works', environment: z.object({}), grants: [] } as const;
const sample: Manifest = defineManifest({
  domain: 'document',
  routes: {
    readThing: { ...route, path: '/things/{thing}', access: { role: 'VIEWER', scope: 'document:read', ci: true } },
    changeThing: { ...route, method: 'PUT', path: '/things', access: { role: 'LEAD', scope: 'document:write' } },
    hearThing: { ...route, method: 'POST', path: '/hooks', access: 'SIGNED' },
  },
  subscriptions: {},
  tasks: {},
  lambdas: { api: { ...lambda, documents: ['permissions'] }, events: lambda },
});
const open: Manifest = {
  ...sample,
  domain: 'open',
  surface: 'open',
  routes: { ask: { ...route, path: '/ask', access: 'OPEN' } },
  lambdas: {},
};

const expected = [
  ['ask', 'open', 'GET', '/ask', 'OPEN', null, null, false],
  ['changeThing', 'document', 'PUT', '/api/v1/{tenant}/things', 'CREDENTIAL', 'LEAD', 'document:write', false],
  ['hearThing', 'document', 'POST', '/api/v1/{tenant}/hooks', 'SIGNED', null, null, false],
  ['readThing', 'document', 'GET', '/api/v1/{tenant}/things/{thing}', 'CREDENTIAL', 'VIEWER', 'document:read', true],
].map(([operation, domain, method, path, access, role, scope, ci]) => ({
  operation,
  domain,
  method,
  path,
  access,
  role,
  scope,
  ci,
}));

describe('the document permissions', () => {
  test('has a row per route, sorted by operation', () => {
    expect(permissionsOf([sample, open])).toEqual(expected);
  });

  test('has every route of the product', () => {
    const routes = manifests.flatMap(({ routes }) => Object.keys(routes));
    expect(permissionsOf(manifests).map(({ operation }) => operation)).toEqual(routes.sort());
  });
});

describe('a document', () => {
  test('is a file of the functions that ask for it alone', () => {
    expect([...documentsOf([sample, open]).keys()]).toEqual(['document/api.handler.ts']);
  });

  test('lies beside the code, which reads it, and leaves the bundle when nobody asks for it', async () => {
    const entry = 'document.handler.ts';
    const output = temporaryDirectory();
    const files = new Map([[entry, documentsOf([sample, open]).get('document/api.handler.ts') ?? {}]]);
    const bundle = async (further: typeof files) =>
      (await bundleFunctions([entry], { root: ROOT, sources: 'test/infra/fixtures', output, files: further })).get(
        entry,
      ) ?? '';
    const directory = await bundle(files);
    const script = `import { handler } from ${JSON.stringify(join(directory, 'index.mjs'))}; console.log(JSON.stringify(handler()));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual(expected);
    await bundle(new Map());
    expect(readdirSync(directory)).not.toContain('permissions.json');
  });
});
