// Secrets of targets and agents: in no answer but the one that shows them, and neither stored, logged, told nor audited.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { MISSING_ID, TENANT_ID } from '../../support/release-world.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
  const { tenants, seed } = world.world;
  await seed(
    tenants.create({ tenantId: TENANT_ID, slug: 'acme', name: 'Acme', createdAt: '2026-03-01T12:00:00.000Z' }),
  );
});
afterAll(() => world.stop());

const CANARY = 'canary-of-the-host';

it('a secret is nowhere but in the one answer that shows it', async () => {
  const logged: string[] = [];
  const keepLine = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const spies = (['info', 'warn', 'error'] as const).map((name) => vi.spyOn(logger, name).mockImplementation(keepLine));
  const secrets: string[] = [CANARY];
  const answers: string[] = [];
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const reply = await world.asLead(method, path, body, headers);
    const { joinToken, credential } = reply.body ?? {};
    const shown = [joinToken, credential].filter((secret): secret is string => typeof secret === 'string');
    secrets.push(...shown.map((secret) => secret.slice(-43)));
    answers.push(shown.reduce((text, secret) => text.replace(secret, ''), reply.text));
    return reply.body;
  }
  const key = { 'idempotency-key': 'canary' };
  const { id: environmentId } = await world.environment();
  const { id: componentId } = await world.component();
  const credentials = { password: CANARY };
  const given = { environmentId, componentId, name: 'web', type: 'SHELL', credentials };
  const { id: targetId } = await send('POST', '/targets', given, key);
  await send('POST', '/targets', given, key);
  await send('POST', '/targets', given);
  await send('POST', '/targets', { ...given, name: 'x', componentId: MISSING_ID });
  await send('POST', '/targets', { ...given, credentials: { password: CANARY, '': CANARY, more: [CANARY] } });
  await send('POST', '/targets', {
    ...given,
    name: 'y',
    credentials: { a: CANARY, b: CANARY.repeat(200), c: CANARY.repeat(200) },
  });
  await send('PATCH', `/targets/${targetId}`, { credentials });
  await send('PATCH', `/targets/${targetId}`, { credentials }, { 'if-match': '"9"' });
  await send('GET', `/targets/${targetId}`);
  await send('GET', '/targets');

  const { id: agent, joinToken } = await send('POST', '/agents', { name: 'eu-1' }, { 'idempotency-key': 'agent' });
  await send('POST', '/agents', { name: 'eu-1' }, { 'idempotency-key': 'agent' });
  const { joinToken: renewed } = await send('POST', `/agents/${agent}/join-token`, undefined, {
    'idempotency-key': 'join',
  });
  await send('POST', `/agents/${agent}/join-token`, undefined, { 'idempotency-key': 'join' });
  const said = { version: '1.0.0', capabilities: [] };
  for (const joining of [joinToken, renewed, renewed]) {
    await send('POST', '/agents/register', { joinToken: joining, ...said });
  }
  await send('POST', '/agents/register', { joinToken: renewed, version: 1, capabilities: renewed });
  await send('GET', `/agents/${agent}`);
  await send('DELETE', `/agents/${agent}`);
  await send('DELETE', `/targets/${targetId}`);
  for (const spy of spies) spy.mockRestore();

  expect(secrets).toHaveLength(4);
  const places = {
    answers: answers.join('\n'),
    log: logged.join('\n'),
    table: JSON.stringify(await world.world.items()),
  };
  for (const [place, text] of Object.entries(places)) {
    expect([place, secrets.filter((secret) => text.includes(secret))]).toEqual([place, []]);
  }
});
