// The generator: what it refuses, and that what it adds to every domain compiles, is formatted and keeps the house rules.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifests } from '../../../../infra/manifests.ts';
import { planOperation, Refusal } from '../../../../infra/tools/operation-plan.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const inTree = (root: string) => (path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
const tree = { manifests, read: inTree(ROOT) };

describe('planOperation', () => {
  it.each([
    ['too few arguments', ['releases', 'approveRelease', 'POST'], /four arguments/],
    ['a name without a noun', ['releases', 'approve', 'POST', '/a'], /verb and a noun/],
    ['a name in kebab-case', ['releases', 'approve-release', 'POST', '/a'], /camelCase/],
    ['a method there is not', ['releases', 'approveRelease', 'FETCH', '/a'], /none of GET/],
    ['a path with a query', ['releases', 'approveRelease', 'POST', '/a?b'], /not a path/],
    ['a path that ends in a slash', ['releases', 'approveRelease', 'POST', '/a/'], /not a path/],
    ['a domain there is not', ['shipments', 'createShipment', 'POST', '/a'], /there are approvals, integrations/],
    ['a domain without operations', ['publisher', 'createShipment', 'POST', '/a'], /no domain with operations/],
    ['an operation there is', ['releases', 'createRelease', 'POST', '/a'], /has an operation createRelease/],
    ['an operation of another domain', ['approvals', 'createRelease', 'POST', '/a'], /releases has an operation/],
    ['a route there is', ['releases', 'showRelease', 'GET', '/releases/{id}'], /getRelease already/],
    ['a change where no scope allows one', ['tenants', 'renameTenant', 'PATCH', '/tenant'], /add tenants:write/],
  ])('refuses %s', (_, args, reason) => {
    expect(() => planOperation(args, tree)).toThrow(Refusal);
    expect(() => planOperation(args, tree)).toThrow(reason);
  });

  it('refuses to overwrite a file', () => {
    const read = (path: string) => (path.endsWith('ops/approve-release.ts') ? '' : tree.read(path));
    const args = ['releases', 'approveRelease', 'POST', '/releases/{release}/approve'];
    expect(() => planOperation(args, { manifests, read })).toThrow(/approve-release.ts exists already/);
  });
});

describe('npm run new:operation', () => {
  const copy = mkdtempSync(join(tmpdir(), 'windlass-new-operation-'));
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [join(copy, 'infra/tools/new-operation.ts'), ...args], { cwd: copy, stdio: 'pipe' });
  const tool = (name: string, ...args: string[]) => {
    try {
      execFileSync(join(ROOT, 'node_modules/.bin', name), args, { cwd: copy, stdio: 'pipe' });
      return '';
    } catch (error) {
      return String((error as { stdout: Buffer }).stdout);
    }
  };

  beforeAll(() => {
    for (const path of [
      'entities',
      'functions',
      'statemachines',
      'infra/manifests.ts',
      'infra/tools',
      'package.json',
      '.biome.json',
    ]) {
      cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const options = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as object;
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...options, include: ['functions', 'infra', 'test'] }));
    run('approvals', 'reopenApproval', 'POST', '/approvals/{approval}/reopen');
    run('integrations', 'replaceIntegration', 'PUT', '/integrations/{kind}/{integrationId}');
    run('releases', 'getReleaseChangelog', 'GET', '/releases/{release}/changelog');
    run('releases', 'deleteReleaseChangelog', 'DELETE', '/releases/{release}/changelog');
    run('tenants', 'getTenant', 'GET', '/tenant');
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('adds what compiles', () => {
    expect(tool('tsc', '-p', copy)).toBe('');
  });

  it('adds what Biome leaves as it is', () => {
    expect(tool('biome', 'ci', '--vcs-enabled=false', 'functions', 'test')).toBe('');
  });

  it('adds route, operation, line and test', () => {
    const read = inTree(copy);
    expect(read('functions/releases/manifest.ts')).toContain("path: '/releases/{release}/changelog'");
    expect(read('functions/releases/api.handler.ts')).toContain("from './ops/get-release-changelog.ts'");
    expect(read('functions/releases/ops/get-release-changelog.ts')).toContain(
      'export const getReleaseChangelog: Operation<',
    );
    expect(read('test/api/releases/get-release-changelog.test.ts')).toContain("describe('getReleaseChangelog'");
  });

  it('refuses the same again and writes nothing', () => {
    const before = inTree(copy)('functions/tenants/manifest.ts');
    expect(() => run('tenants', 'getTenant', 'GET', '/tenant')).toThrow(/tenants has an operation getTenant already/);
    expect(inTree(copy)('functions/tenants/manifest.ts')).toBe(before);
  });
});
