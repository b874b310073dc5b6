// Random requests of every operation of the OpenAPI document, valid and invalid, against the running stack: no answer is a 5xx,
// and each is as the document says. `npm run test:fuzz` sends many more, and other ones each time.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openapiOf, readFacts } from '../../../infra/documents/openapi/openapi.ts';
import { manifests } from '../../../infra/manifests.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { createJudge, type Node, type Operation, operationsOf } from './document.ts';
import { requestsOf, type World } from './requests.ts';
import { send, type WireReply, type WireRequest } from './wire.ts';

/** Requests per operation. */
const RUNS = Number(process.env.WINDLASS_FUZZ ?? 10);
const AT_ONCE = 8;

const document: Node = JSON.parse(JSON.stringify(openapiOf(manifests, readFacts())));
const judge = createJudge(document);
/** Reads come first, deletions last, so that there is something to read and to change. */
const ORDER = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const operations = operationsOf(document).sort((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
const SEGMENTS = { kind: ['scm', 'targets', 'pipelines', 'communications', 'tickets'] };

const operationAt = (path: string, method: string) =>
  operations.find((one) => one.path === path && one.method === method);

let stack: TestStack;
let world: World;

const shown = ({ method, target, headers, body }: WireRequest, { status, text }: WireReply): string =>
  `${method} ${target.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${String(body ?? '').slice(0, 300)} -> ${status} ${text.slice(0, 300)}`;

/** Every id that a list shows, by the last word of its path. */
async function idsOf(stack: TestStack, tenant: string, token: string) {
  const ids = new Map<string, string[]>(Object.entries(SEGMENTS));
  const keep = (word: string, found: readonly unknown[]) => {
    const texts = found.filter((one): one is string => typeof one === 'string');
    ids.set(word, [...new Set([...(ids.get(word) ?? []), ...texts])]);
  };
  const lists = operations.filter(
    ({ method, responses: { 200: page } }) =>
      method === 'GET' && page?.headers?.Link && page.content['application/json'],
  );
  const byDepth = lists.sort((one, other) => one.path.length - other.path.length);
  for (const { path } of byDepth) {
    const own = [...path.matchAll(/\/([\w-]+)\/\{(\w+)\}/g)].filter(([, , name]) => name !== 'tenant');
    const choices = own.flatMap(([, word = '', name = '']) =>
      (ids.get(word) ?? ids.get(name) ?? []).slice(0, 5).map((id) => [name, id] as const),
    );
    const targets = own.length === 0 ? [path] : choices.map(([name, id]) => path.replace(`{${name}}`, id));
    for (const target of targets.filter((one) => !one.replace('{tenant}', '').includes('{'))) {
      const headers = { authorization: `Bearer ${token}` };
      const { status, text } = await send(stack.url, {
        method: 'GET',
        target: target.replace('{tenant}', tenant),
        headers,
      });
      if (status !== 200) continue;
      const { items = [] } = JSON.parse(text) as { items?: Node[] };
      const [, , name] = own.at(-1) ?? [];
      const word = path.endsWith(`{${name}}`) ? (name ?? '') : (path.split('/').at(-1) ?? '');
      for (const item of items)
        keep(
          word,
          Object.entries<Node>(item).flatMap(([key, value]) =>
            /^(?:id|\w*Id|slug|tag|revision)$/.test(key) ? [String(value)] : [],
          ),
        );
    }
  }
  return ids;
}

beforeAll(async () => {
  stack = await startTestStack();
  const { tenant, tokens } = stack.credentials;
  const ids = await idsOf(stack, tenant.slug, tokens.admin);
  world = { document, tenant: tenant.slug, tokens: Object.values(tokens), ids };
});
afterAll(() => stack?.remove());

/** Sends the requests, some at once, and answers what is wrong with the answers. */
async function findFaults(operation: Operation, requests: readonly WireRequest[]): Promise<string[]> {
  const faults = new Map<string, string>();
  const waiting = [...requests];
  const work = async () => {
    for (let request = waiting.pop(); request !== undefined; request = waiting.pop()) {
      const reply = await send(stack.url, request);
      const fault = judge(operationAt(operation.path, request.method) ?? operation, request.method, reply);
      if (fault !== undefined) faults.set(fault, `${fault}: ${shown(request, reply)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...faults.values()];
}

describe('an answer is as the document says', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))('%s', async (_, operation) => {
    const requests = fc.sample(requestsOf(operation, world), RUNS);
    expect(await findFaults(operation, requests)).toEqual([]);
  });
});
