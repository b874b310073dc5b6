// The files that a new operation adds: the route, the operation, its line and a test that fails until it is written.
// Pure: new-operation.ts reads and writes.
import { SCOPES } from '../../entities/names.ts';
import type { Manifest, Method } from '../../functions/_kit/manifest.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const NAME = /^[a-z]+(?:[A-Z][a-z0-9]*)+$/;
const OPERATIONS = /(export const operations: Operations<typeof manifest, (\w+)> = \{)([^}]*)\};/;
const PATH = /^(?:\/(?:[a-z][a-z0-9-]*|\{[a-z][A-Za-z0-9]*\}))+$/;

/** Says in one line what is wrong with what was asked for. */
export class Refusal extends Error {}

export interface Tree {
  readonly manifests: readonly Manifest[];
  /** The text of a file below the root, undefined when there is none. */
  read(path: string): string | undefined;
}

interface Wish {
  readonly domain: string;
  readonly name: string;
  readonly method: Method;
  readonly path: string;
}

const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function refuseUnless(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Refusal(message);
}

function wishOf(args: readonly string[]): Wish {
  const [domain = '', name = '', method = '', path = ''] = args;
  refuseUnless(args.length === 4, `four arguments are needed, not ${args.length}: domain, operationName, METHOD, path`);
  refuseUnless(NAME.test(name), `${name} is not a verb and a noun in camelCase, such as approveRelease`);
  refuseUnless(METHODS.includes(method as Method), `${method} is none of ${METHODS.join(', ')}`);
  refuseUnless(PATH.test(path), `${path} is not a path below the tenant, such as /releases/{release}/approve`);
  return { domain, name, method: method as Method, path };
}

function refuseWhatExists({ domain, name, method, path }: Wish, { manifests, read }: Tree): void {
  const domains = manifests.filter(
    ({ lambdas, domain: one }) => lambdas.api && OPERATIONS.test(read(`functions/${one}/api.handler.ts`) ?? ''),
  );
  const names = domains.map((manifest) => manifest.domain).join(', ');
  refuseUnless(
    domains.some((manifest) => manifest.domain === domain),
    `${domain} is no domain with operations; there are ${names}`,
  );
  for (const manifest of manifests) {
    refuseUnless(!(name in manifest.routes), `${manifest.domain} has an operation ${name} already`);
    const same = Object.entries(manifest.routes).find(
      ([, route]) => route.method === method && shapeOf(route.path) === shapeOf(path),
    );
    refuseUnless(!same, `${method} ${path} is ${manifest.domain}'s ${same?.[0]} already`);
  }
}

/** Reading is a viewer's; anything else a lead's, by the domain's scope for it. */
function accessOf({ domain, method }: Wish): string {
  if (method === 'GET') return `{ role: 'VIEWER', scope: '${domain}:read', ci: true }`;
  const scope = SCOPES.find((one) => one.startsWith(`${domain}:`) && one !== `${domain}:read`);
  refuseUnless(
    scope,
    `there is no scope to change ${domain}; add ${domain}:write to SCOPES in entities/names.ts first`,
  );
  return `{ role: 'LEAD', scope: '${scope}' }`;
}

function routeOf(wish: Wish): string {
  const { name, method, path } = wish;
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return [
    `    ${name}: {`,
    `      method: '${method}',`,
    `      path: '${path}',`,
    `      summary: 'Say what it does, as users read it',`,
    `      access: ${accessOf(wish)},`,
    ...(hasBody ? ['      body: z.strictObject({}),'] : []),
    ...(method === 'DELETE' ? ['      status: 204,'] : ['      status: 200,', '      reply: z.strictObject({}),']),
    '    },',
  ].join('\n');
}

function withRoute(manifest: string, wish: Wish): string {
  const end = '\n  },\n  subscriptions:';
  refuseUnless(manifest.includes(end), `functions/${wish.domain}/manifest.ts has no routes followed by subscriptions`);
  return manifest.replace(end, () => `\n${routeOf(wish)}${end}`);
}

function withOperation(operations: string, { domain, name }: Wish): { readonly text: string; readonly deps: string } {
  const [, , deps = ''] = OPERATIONS.exec(operations) ?? [];
  const imported = new RegExp(String.raw`^import type \{ ${deps} \} from '\./(.+)';$`, 'm').exec(operations);
  refuseUnless(imported, `functions/${domain}/api.handler.ts is not of the form of the other domains'`);
  const line = `import { ${name} } from './ops/${kebab(name)}.ts';`;
  const text = operations
    .replace(/(?=\n\nexport const operations)/, () => `\n${line}`)
    .replace(
      OPERATIONS,
      (_, head: string, __, names: string) => `${head}${names.trim().replace(/,$/, '')}, ${name} };`,
    );
  return { text, deps: `import type { ${deps} } from '../${imported[1]}';` };
}

function operationOf({ name }: Wish, deps: string): string {
  return `// ${name}: say what it does and what always holds.
import type { Operation } from '../../_kit/http/http-handler.ts';
${deps}
import type { manifest } from '../manifest.ts';

export const ${name}: Operation<typeof manifest.routes.${name}, ${/\{ (\w+) \}/.exec(deps)?.[1]}> = async () => {
  // Load, decide in the model, commit, view.
  throw new Error('${name} is not written yet');
};
`;
}

function testOf({ name, method, path }: Wish): string {
  return `// ${name}: what it answers, stores and tells; who may; what it refuses.
import { describe, expect, it } from 'vitest';

describe('${name}', () => {
  it('is specified', () => {
    // Instead of this: tables of every role, every invalid input and every error; status, body, stored items and events.
    expect.fail('${method} ${path} has no tests yet');
  });
});
`;
}

/** The files that the operation adds or changes, by path. Throws a Refusal for what exists or is malformed. */
export function planOperation(args: readonly string[], tree: Tree): ReadonlyMap<string, string> {
  const wish = wishOf(args);
  refuseWhatExists(wish, tree);
  const { domain, name } = wish;
  const [manifest, operations] = [`functions/${domain}/manifest.ts`, `functions/${domain}/api.handler.ts`];
  const [operation, test] = [`functions/${domain}/ops/${kebab(name)}.ts`, `test/api/${domain}/${kebab(name)}.test.ts`];
  for (const path of [operation, test]) refuseUnless(tree.read(path) === undefined, `${path} exists already`);
  const changed = withOperation(tree.read(operations) ?? '', wish);
  return new Map([
    [manifest, withRoute(tree.read(manifest) ?? '', wish)],
    [operations, changed.text],
    [operation, operationOf(wish, changed.deps)],
    [test, testOf(wish)],
  ]);
}
