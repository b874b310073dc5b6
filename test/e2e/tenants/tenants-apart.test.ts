// Two tenants on the running stack: one asks for every id of the other, in any place of any path, and is answered as for an id
// that does not exist, byte for byte.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Manifest, Route } from '../../../functions/_kit/manifest.ts';
import { manifests } from '../../../infra/manifests.ts';
import { type Body, startTestStack, type TestStack } from '../../support/stack.ts';
import { minimalOf } from '../../support/tenants/minimal-body.ts';

const MISSING = '0192f000-0000-7000-8000-00000000dead';
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const AT_ONCE = 8;
/** Each role asks each route for this many ids, another choice for each. */
const IDS_EACH = 24;

let stack: TestStack;
let ids: string[];
let slugs: readonly [string, string];
const tokens: Record<string, string> = {};

/** Sample data has none of these kinds that a path may name. */
const FURTHER = [
  ['/services', { slug: 'secret-service', name: 'Secret service' }],
  ['/teams', { slug: 'secret-team', name: 'Secret team' }],
  ['/runbooks', { title: 'Secret runbook', content: 'x' }],
  ['/webhooks', { url: 'http://127.0.0.1:9/x', events: ['*'], description: 'secret' }],
  ['/tokens', { name: 'secret' }],
  ['/environments', { name: 'secret-environment' }],
  ['/agents', { name: 'secret-agent' }],
  ['/deployments', { environment: 'secret-environment', service: 'secret-service', version: '1' }],
  ['/invitations', { email: 'secret@windlass.example', role: 'VIEWER' }],
  ['/users', { email: 'user@windlass.example', username: 'secret', fullName: 'Secret', role: 'VIEWER' }],
] as const;

beforeAll(async () => {
  stack = await startTestStack();
  const admin = stack.as('admin');
  for (const [path, body] of FURTHER) await admin.must(`POST ${path}`, { body: body as never });
  const outputs: Body = await (await fetch(`${stack.url}/_local/outputs`)).json();
  const members = ['ADMIN', 'LEAD', 'CI'].map((role) => ({ role, fullName: `Eve ${role}` }));
  const made = await stack.operator.invoke(outputs.BootstrapFunctionName, {
    task: 'bootstrapTenant',
    slug: 'mallory',
    name: 'Mallory',
    members,
  });
  for (const { role, token } of made.tokens) tokens[role] = token;
  slugs = [stack.credentials.tenant.slug, 'mallory'];
  const found = new Set<string>();
  let start: Body;
  do {
    const page = await stack.operator.call('DynamoDB_20120810.Scan', {
      TableName: outputs.TableName,
      ...(start && { ExclusiveStartKey: start }),
    });
    for (const item of page.Items) {
      if (item.pk.S.startsWith(`T#${stack.credentials.tenant.id}`) && !/#(?:AUDIT|OUTBOX)/.test(item.pk.S)) {
        for (const id of JSON.stringify(item).match(IDS) ?? []) found.add(id);
      }
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  ids = [...found].filter((id) => id !== stack.credentials.tenant.id).sort();
}, 180_000);
afterAll(async () => {
  await stack?.remove();
});

const routes = manifests
  .filter((manifest: Manifest) => (manifest.surface ?? 'v1') === 'v1')
  .flatMap((manifest: Manifest) => Object.entries<Route>(manifest.routes))
  .filter(([, { access }]) => typeof access === 'object');

const bodyOf = ({ method, body }: Route): unknown =>
  method === 'GET' || body === undefined
    ? undefined
    : minimalOf(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));

async function ask(tenant: string, route: Route, path: string, role: string): Promise<string> {
  const body = bodyOf(route);
  const request = () =>
    fetch(`${stack.url}/api/v1/${tenant}${path}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${tokens[role]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  let reply = await request();
  // A fast machine asks for more than the tenant's share.
  while (reply.status === 429) {
    await reply.body?.cancel();
    await setTimeout(Number(reply.headers.get('retry-after')) * 1000);
    reply = await request();
  }
  const headers = [...reply.headers].filter(([name]) => !/^(?:x-correlation-id|date|apigw-requestid)$/.test(name));
  return JSON.stringify([reply.status, headers, await reply.text()]);
}
const filled = (path: string, id: string) => path.replaceAll(/\{\w+\}/g, id);
/** The answer, whichever id was asked for. */
const plain = (answer: string, id: string) => answer.replaceAll(id, 'ID');

async function inTurn<T>(work: readonly T[], each: (one: T) => Promise<void>): Promise<void> {
  const left = [...work];
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await each(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

describe('two tenants', () => {
  it('have no id in common: 5,000 probes answer as a missing id does', async () => {
    const named = routes.filter(([, { path }]) => path.includes('{'));
    const probes = Object.keys(tokens)
      .flatMap((role) => named.map(([name, route]) => ({ role, name, route })))
      .flatMap((probe, at) =>
        Array.from({ length: IDS_EACH }, (_, n) => ({ ...probe, id: ids[(at * 7 + n) % ids.length] ?? MISSING })),
      );
    expect(new Set(probes.map(({ id }) => id)).size).toBe(ids.length);
    const missing = new Map<string, string>();
    for (const role of Object.keys(tokens)) {
      for (const [name, route] of named) {
        missing.set(`${role} ${name}`, plain(await ask('mallory', route, filled(route.path, MISSING), role), MISSING));
      }
    }
    const different: string[] = [];
    let looked = 0;
    await inTurn(probes, async ({ role, name, route, id }) => {
      const answer = plain(await ask('mallory', route, filled(route.path, id), role), id);
      if (answer.startsWith('[404')) looked += 1;
      if (answer !== missing.get(`${role} ${name}`)) different.push(`${role} ${name} ${id}: ${answer}`);
    });
    expect(different.slice(0, 5)).toEqual([]);
    expect(probes.length).toBeGreaterThanOrEqual(5_000);
    // The others are refused before anything is looked for: by role or because the body does not fit.
    expect(looked).toBeGreaterThan(probes.length / 3);
  }, 400_000);

  it('answer each other as a tenant that does not exist does', async () => {
    const different: string[] = [];
    await inTurn(routes, async ([name, route]) => {
      const path = filled(route.path, ids[0] ?? MISSING);
      const [acme, nobody] = [await ask(slugs[0], route, path, 'ADMIN'), await ask('nobody', route, path, 'ADMIN')];
      if (acme !== nobody || !acme.startsWith('[404')) different.push(`${name}: ${acme}`);
    });
    expect(different).toEqual([]);
  }, 60_000);
});
