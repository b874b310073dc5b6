// Every domain is what its manifest says: a route is one operation file, one export, one API test; a function is one handler.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENVIRONMENT_NAMES } from '../../entities/names.ts';
import { entriesOf, type Manifest } from '../../functions/_kit/manifest.ts';
import { manifests } from '../../infra/manifests.ts';
import { filesOf, ROOT, textOf } from './rules/source-tree.ts';

/** `kickOffRelease` is `kick-off-release.ts`. */
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.ts$/, '');
const isExported = (path: string, name: string) =>
  new RegExp(`^export (?:const|async function|function) ${name}\\b`, 'm').test(textOf(path));

const rows = manifests.map((manifest) => [manifest.domain, manifest] as const);
const routes = rows.flatMap(([domain, manifest]) =>
  Object.keys(manifest.routes).map((name) => [domain, name] as const),
);
const tasks = rows.flatMap(([domain, manifest]) => Object.keys(manifest.tasks).map((name) => [domain, name] as const));

describe('infra/manifests.ts', () => {
  it('lists the manifest of every domain', async () => {
    const paths = filesOf('functions/**/manifest.ts').filter((path) => !path.includes('/_kit/'));
    const domains = await Promise.all(
      paths.map(async (path) => ((await import(join(ROOT, path))) as { manifest: Manifest }).manifest.domain),
    );
    expect(manifests.map(({ domain }) => domain).sort()).toEqual(domains.sort());
  });

  it('names a domain as its folder', () => {
    const folders = rows.flatMap(([domain]) => filesOf(`functions/${domain}/manifest.ts`));
    expect(folders).toHaveLength(manifests.length);
  });

  it('has no operation and no route twice', () => {
    const names = routes.map(([, name]) => name);
    const paths = rows.flatMap(([, manifest]) =>
      Object.values(manifest.routes).map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('a route', () => {
  // The scopes of a part, such as deployments/rollbacks, are those of the whole.
  it.each(routes)('%s: %s asks for a scope of its own domain', (domain, name) => {
    const [whole] = domain.split('/');
    const access = manifests.find((one) => one.domain === domain)?.routes[name]?.access;
    if (typeof access === 'object') expect([`${whole}:read`, `${whole}:write`]).toContain(access.scope);
  });
});

describe('an operation', () => {
  it.each(routes)('%s: %s has a file of its name that exports it', (domain, name) => {
    const path = `functions/${domain}/ops/${kebab(name)}.ts`;
    expect(filesOf(path)).toEqual([path]);
    expect(isExported(path, name)).toBe(true);
  });

  it.each(routes)('%s: %s has an API test that describes it', (domain, name) => {
    const describing = filesOf(`test/api/${domain}/**/*.test.ts`).filter((path) => {
      const isNamed = textOf(path).includes(`describe('${name}'`);
      return isNamed || (nameOf(path) === `${kebab(name)}.test` && textOf(path).includes('describe('));
    });
    expect(describing, `test/api/${domain}/${kebab(name)}.test.ts`).not.toEqual([]);
  });
});

describe('a task', () => {
  it.each(tasks)('%s: %s has a file of its name that exports it', (domain, name) => {
    const path = `functions/${domain}/tasks/${kebab(name)}.ts`;
    expect(filesOf(path)).toEqual([path]);
    expect(isExported(path, name)).toBe(true);
  });
});

describe.each(rows)('%s', (domain, manifest) => {
  it('has a handler for every function, in its folder, and no other', () => {
    const entries = entriesOf([manifest]).map((entry) => `functions/${entry}`);
    expect(filesOf(`functions/${domain}/*.handler.ts`)).toEqual(entries.sort());
  });

  it('has a function for what it offers', () => {
    const { routes, subscriptions, tasks, lambdas } = manifest;
    const needed = { api: routes, events: subscriptions, tasks };
    const missing = Object.entries(needed).filter(
      ([role, offers]) => Object.keys(offers).length > 0 !== role in lambdas,
    );
    expect(missing.map(([role]) => role)).toEqual([]);
  });

  it('has no operation that is no route', () => {
    const operations = filesOf(`functions/${domain}/ops/*.ts`).filter((path) =>
      /: (?:Operation<|Ops\[)|\(route: Route, /.test(textOf(path)),
    );
    const known = Object.keys(manifest.routes).map(kebab);
    expect(operations.map(nameOf).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('asks for variables that there are', () => {
    const asked = Object.values(manifest.lambdas).flatMap(({ environment }) => Object.keys(environment.shape));
    expect(asked.filter((name) => !ENVIRONMENT_NAMES.includes(name as never))).toEqual([]);
  });
});
