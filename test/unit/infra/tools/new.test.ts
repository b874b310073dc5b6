// The generators: what they refuse, and that what they add compiles, is formatted, and leaves the tests that say what to decide.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifests } from '../../../../infra/manifests.ts';
import { draftOf, type Plan, Refusal } from '../../../../infra/tools/draft.ts';
import { consumer } from '../../../../infra/tools/plans/consumer.ts';
import { domain } from '../../../../infra/tools/plans/domain.ts';
import { entity } from '../../../../infra/tools/plans/entity.ts';
import { machine } from '../../../../infra/tools/plans/machine.ts';
import { operation } from '../../../../infra/tools/plans/operation.ts';
import { task } from '../../../../infra/tools/plans/task.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');
const inTree = (root: string) => (path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
const tree = { manifests, read: inTree(ROOT) };

const cases: readonly [string, Plan, readonly string[], RegExp][] = [
  ['too few arguments', operation, ['releases', 'approveRelease', 'POST'], /four arguments/],
  ['a name without a noun', operation, ['releases', 'approve', 'POST', '/a'], /verb and a noun/],
  ['a name in kebab-case', operation, ['releases', 'approve-release', 'POST', '/a'], /camelCase/],
  ['a method that does not exist', operation, ['releases', 'approveRelease', 'FETCH', '/a'], /none of GET/],
  ['a path with a query', operation, ['releases', 'approveRelease', 'POST', '/a?b'], /not a path/],
  ['a path that ends in a slash', operation, ['releases', 'approveRelease', 'POST', '/a/'], /not a path/],
  [
    'a domain that does not exist',
    operation,
    ['shipments', 'createShipment', 'POST', '/a'],
    /the domains are .*approvals,/,
  ],
  ['a handler of another form', operation, ['intake', 'createShipment', 'GET', '/a'], /not of the form/],
  [
    'an operation that exists',
    operation,
    ['releases', 'createRelease', 'POST', '/a'],
    /has an operation createRelease/,
  ],
  [
    'an operation of another domain',
    operation,
    ['approvals', 'createRelease', 'POST', '/a'],
    /releases has an operation/,
  ],
  ['a route that exists', operation, ['releases', 'showRelease', 'GET', '/releases/{id}'], /getRelease already/],
  ['a domain that exists', domain, ['releases', 'listThings', 'GET', '/things'], /releases exists already/],
  ['a domain in PascalCase', domain, ['Shipments', 'listThings', 'GET', '/things'], /kebab-case/],
  ['a domain whose functions have no room for their names', domain, ['a'.repeat(27), 'listThings', 'GET', '/a'], /26/],
  ['a domain without an operation', domain, ['shipments'], /four arguments/],
  ['an event that does not exist', consumer, ['approvals', 'releases', 'ReleaseLost'], /no event ReleaseLost/],
  ['a consumer without an event', consumer, ['approvals', 'releases'], /three arguments/],
  ['a task that exists', task, ['releases', 'startRelease'], /releases has a task startRelease/],
  ['a task in PascalCase', task, ['releases', 'PackRelease'], /camelCase/],
  ['a machine of one word', machine, ['releases', 'packing', 'packRelease'], /two words/],
  [
    'a machine that exists',
    machine,
    ['releases', 'release-train', 'packRelease'],
    /trains has a machine release-train/,
  ],
  ['an entity in camelCase', entity, ['releases', 'bigParcel'], /kebab-case/],
  ['an entity of no domain', entity, ['shipments', 'parcel'], /shipments is not a domain/],
  ['an entity that exists', entity, ['trains', 'train'], /train.keys.ts exists already/],
];

it.each(cases)('refuses %s', (_, plan, args, reason) => {
  const make = () => plan.plan(args, draftOf(tree));
  expect(make).toThrow(Refusal);
  expect(make).toThrow(reason);
});

describe('the commands', () => {
  const copy = mkdtempSync(join(tmpdir(), 'windlass-new-'));
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [join(copy, 'infra/tools/new.ts'), ...args], {
      cwd: copy,
      stdio: 'pipe',
    }).toString();
  const tool = (name: string, ...args: string[]) => {
    try {
      execFileSync(join(ROOT, 'node_modules/.bin', name), args, { cwd: copy, stdio: 'pipe' });
      return '';
    } catch (error) {
      return String((error as { stdout: Buffer }).stdout);
    }
  };
  const read = inTree(copy);

  beforeAll(() => {
    const copied = ['entities', 'functions', 'statemachines', 'infra/manifests.ts', 'infra/tools'];
    for (const path of [...copied, 'package.json', '.biome.json']) {
      cpSync(join(ROOT, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const options = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as object;
    const include = ['entities', 'functions', 'infra', 'statemachines', 'test'];
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...options, include }));
    run('operation', 'integrations', 'replaceIntegration', 'PUT', '/integrations/{kind}/{integrationId}');
    run('operation', 'releases', 'deleteReleaseChangelog', 'DELETE', '/releases/{release}/changelog');
    run('domain', 'shipments', 'listShipments', 'GET', '/shipments');
    run('operation', 'shipments', 'createShipment', 'POST', '/shipments');
    run('entity', 'shipments', 'sealed-parcel');
    run('consumer', 'shipments', 'releases', 'ReleaseReleased');
    run('consumer', 'shipments', 'trains', 'TrainDeparted');
    run('task', 'shipments', 'sendShipment');
    run('machine', 'shipments', 'shipment-packing', 'packShipment');
    run('machine', 'trains', 'train-cleaning', 'cleanTrain');
  }, 120_000);
  afterAll(() => rmSync(copy, { recursive: true }));

  it('add what compiles', () => {
    expect(tool('tsc', '-p', copy)).toBe('');
  }, 120_000);

  it('add what Biome leaves as it is', () => {
    expect(tool('biome', 'ci', '--vcs-enabled=false', ...['entities', 'functions', 'statemachines', 'test'])).toBe('');
  }, 120_000);

  it('add a domain that is deployed: its line, its functions and its machine', () => {
    expect(read('infra/manifests.ts')).toMatch(/\n {2}shipments,\n\]/);
    const manifest = read('functions/shipments/manifest.ts');
    for (const role of ['api', 'events', 'tasks']) expect(manifest).toMatch(new RegExp(`^ {4}${role}: \\{`, 'm'));
    expect(manifest).toContain("machines: ['shipment-packing']");
    expect(read('functions/trains/manifest.ts')).toContain("machines: ['release-train', 'train-cleaning']");
    expect(read('entities/tenants/removal/removal.model.ts')).toContain('shipments/sealed-parcel.keys.ts');
  });

  it('keep the tables of the READMEs, in order', () => {
    expect(read('functions/README.md')).toMatch(
      /\| `runbooks` .*\n\| `shipments` \| `api` `events` `tasks` \| say what for \|\n\| `tenants` /,
    );
    expect(read('statemachines/README.md')).toMatch(/`shipment-packing`.*\n.*`tenant-removal`.*\n.*`train-cleaning`/);
  });

  it.each([
    'api/shipments/list-shipments',
    'api/shipments/create-shipment',
    'unit/functions/shipments/on/release-released',
    'unit/functions/shipments/tasks/pack-shipment',
  ])('leave a test that fails: %s', (path) => {
    expect(read(`test/${path}.test.ts`)).toContain('has no tests yet');
  });

  it('say how they are called', () => {
    for (const kind of ['domain', 'operation', 'consumer', 'task', 'entity', 'machine']) {
      expect(run(kind, '--help')).toContain(`npm run new:${kind} -- `);
      expect(read('package.json')).toContain(`"new:${kind}": "node infra/tools/new.ts ${kind}"`);
    }
  });

  it('refuse the same again and write nothing', () => {
    const before = read('functions/shipments/manifest.ts');
    expect(() => run('operation', 'shipments', 'listShipments', 'GET', '/shipments')).toThrow(/already/);
    expect(read('functions/shipments/manifest.ts')).toBe(before);
  });
});
