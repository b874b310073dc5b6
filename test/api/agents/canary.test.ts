// Secrets of agents: in no answer but the one that shows them, and neither stored, logged, told nor audited.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { startAgents } from './fixture.ts';

let world: Awaited<ReturnType<typeof startAgents>>;
beforeAll(async () => {
  world = await startAgents();
  const { tenants, seed } = world.world;
  await seed(
    tenants.create({ tenantId: TENANT_ID, slug: 'acme', name: 'Acme', createdAt: '2026-03-01T12:00:00.000Z' }),
  );
});
afterAll(() => world.stop());

it('a secret is nowhere but in the one answer that shows it', async () => {
  const logged: string[] = [];
  const keepLine = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const spies = (['info', 'warn', 'error'] as const).map((name) => vi.spyOn(logger, name).mockImplementation(keepLine));
  const secrets: string[] = [];
  const answers: string[] = [];
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const reply = await world.asLead(method, path, body, headers);
    const { joinToken, credential } = reply.body ?? {};
    const shown = [joinToken, credential].filter((secret): secret is string => typeof secret === 'string');
    secrets.push(...shown.map((secret) => secret.slice(-43)));
    answers.push(shown.reduce((text, secret) => text.replace(secret, ''), reply.text));
    return reply.body;
  }
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
  for (const spy of spies) spy.mockRestore();

  expect(secrets).toHaveLength(3);
  const places = {
    answers: answers.join('\n'),
    log: logged.join('\n'),
    table: JSON.stringify(await world.world.items()),
  };
  for (const [place, text] of Object.entries(places)) {
    expect([place, secrets.filter((secret) => text.includes(secret))]).toEqual([place, []]);
  }
});
