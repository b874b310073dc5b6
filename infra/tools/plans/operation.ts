// A new operation: the route, the operation, its line in the handler, and a test that fails until it is written. The first
// operation of a domain brings the `api` function.
import type { Method } from '../../../functions/_kit/manifest.ts';
import { type Draft, kebab, type Plan, refuseUnless, testThatFails, withEntry, withImport } from '../draft.ts';
import { depsTypeOf, ensureLambda, manifestOf, refuseUnknown } from './lambdas.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const NAME = /^[a-z]+(?:[A-Z][a-z0-9]*)+$/;
const OPERATIONS = /(export const operations: Operations<typeof manifest, \w+> = \{)([^}]*)\};/;
const PATH = /^(?:\/(?:[a-z][a-z0-9-]*|\{[a-z][A-Za-z0-9]*\}))+$/;

interface Wish {
  readonly domain: string;
  readonly name: string;
  readonly method: Method;
  readonly path: string;
}

const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');

function wishOf(args: readonly string[]): Wish {
  const [domain = '', name = '', method = '', path = ''] = args;
  refuseUnless(args.length === 4, `four arguments are needed, not ${args.length}: domain, operationName, METHOD, path`);
  refuseUnless(NAME.test(name), `${name} is not a verb and a noun in camelCase, such as approveRelease`);
  refuseUnless(METHODS.includes(method as Method), `${method} is none of ${METHODS.join(', ')}`);
  refuseUnless(PATH.test(path), `${path} is not a path below the tenant, such as /releases/{release}/approve`);
  return { domain, name, method: method as Method, path };
}

function refuseWhatExists({ name, method, path }: Wish, { manifests }: Draft): void {
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
  return `{ role: 'LEAD', scope: '${domain}:write' }`;
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

function withOperation(operations: string, { domain, name }: Wish): string {
  refuseUnless(
    OPERATIONS.test(operations),
    `functions/${domain}/api.handler.ts is not of the form of the other domains'`,
  );
  const line = `import { ${name} } from './ops/${kebab(name)}.ts';`;
  return operations
    .replace(/(?=\n\nexport const operations)/, () => `\n${line}`)
    .replace(
      OPERATIONS,
      (_, head: string, names: string) =>
        `${head}${[names.trim().replace(/,$/, ''), name].filter((one) => one !== '').join(', ')} };`,
    );
}

function operationOf({ name }: Wish): string {
  return `// ${name}: say what it does and what always holds.
import type { Ops } from '../deps.ts';

export const ${name}: Ops['${name}'] = async () => {
  // Load, decide in the model, save, view.
  throw new Error('${name} is not written yet');
};
`;
}

/** Adds the type of the operations below the dependencies, with the first operation of a domain. */
function withOps(deps: string, domain: string): string {
  if (deps.includes('export type Ops ')) return deps;
  const imports = [
    "import type { Operations } from '../_kit/http/http-handler.ts';",
    "import type { manifest } from './manifest.ts';",
  ];
  return `${imports.reduce(withImport, deps)}
/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, ${depsTypeOf(domain)}>;
`;
}

const handlerOf = (domain: string): string => `// The \`api\` function of the ${domain} domain.
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { ${depsTypeOf(domain)} } from './deps.ts';
import { manifest } from './manifest.ts';

export const operations: Operations<typeof manifest, ${depsTypeOf(domain)}> = {};

export const handler = apiOf(manifest, operations, ({ now }) => ({ now }));
`;

const ADVICE =
  'Instead of this: tables of every role, every invalid input and every error; status, body, stored items and events.';

/** Adds an operation to a domain that may be as new as the draft. */
export function addOperation(args: readonly string[], draft: Draft): void {
  const wish = wishOf(args);
  const { domain, name } = wish;
  refuseUnknown(draft, domain);
  refuseWhatExists(wish, draft);
  draft.change(manifestOf(domain), (text) =>
    withImport(withEntry(text, 'routes', routeOf(wish)), "import * as z from 'zod';"),
  );
  ensureLambda(draft, domain, 'api', handlerOf(domain));
  draft.change(`functions/${domain}/api.handler.ts`, (text) => withOperation(text, wish));
  draft.change(`functions/${domain}/deps.ts`, (text) => withOps(text, domain));
  draft.create(`functions/${domain}/ops/${kebab(name)}.ts`, operationOf(wish));
  const header = `${name}: what it answers, stores and tells; who may; what it refuses.`;
  draft.create(`test/api/${domain}/${kebab(name)}.test.ts`, testThatFails(header, name, ADVICE));
}

export const operation: Plan = {
  usage: `npm run new:operation -- <domain> <operationName> <METHOD> <path>

  npm run new:operation -- releases approveRelease POST '/releases/{release}/approve'

Adds the route to the manifest of the domain, the operation in ops/, its line in api.handler.ts, and a test in
test/api/<domain>/ that fails until it is written. The path is below /api/v1/{tenant}.`,
  next: 'Next: summary, role, body and reply in the manifest; the test; the operation.',
  plan: (args, draft) => addOperation(args, draft),
};
