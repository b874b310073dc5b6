// Secrets of targets: in no answer, and neither stored, logged, told nor audited.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { MISSING_ID } from '../../support/release-world.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const CANARY = 'canary-of-the-host';

it('a secret is nowhere in the clear', async () => {
  const logged: string[] = [];
  const keepLine = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const spies = (['info', 'warn', 'error'] as const).map((name) => vi.spyOn(logger, name).mockImplementation(keepLine));
  const answers: string[] = [];
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const reply = await world.asLead(method, path, body, headers);
    answers.push(reply.text);
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
  await send('DELETE', `/targets/${targetId}`);
  for (const spy of spies) spy.mockRestore();

  const places = {
    answers: answers.join('\n'),
    log: logged.join('\n'),
    table: JSON.stringify(await world.world.items()),
  };
  for (const [place, text] of Object.entries(places)) {
    expect([place, text.includes(CANARY)]).toEqual([place, false]);
  }
});
