// Faults: how a stand-in is told to fail, and how it then fails.
import { describe, expect, it } from 'vitest';
import { bearer, openWorld } from './world-fixture.ts';

const GITHUB = bearer('ghp_x');
const SLACK = bearer('xoxb-1');
const POST = 'POST /api/chat.postMessage';

describe('setting a fault', () => {
  const ACCEPTED: [body: string, fault: object][] = [
    ['{"rate":0.3,"status":429,"retryAfter":1}', { rate: 0.3, status: 429, retryAfter: 1 }],
    ['{"rate":1}', { rate: 1, status: 503 }],
    ['{"status":500}', { rate: 1, status: 500 }],
    ['{"timeout":true}', { rate: 1, status: 503, timeout: true }],
    ['{"reset":true,"rate":0.5}', { rate: 0.5, status: 503, reset: true }],
    ['{"timeout":true,"after":true}', { rate: 1, status: 503, timeout: true, after: true }],
    ['{"rate":1,"paths":["/api/chat"]}', { rate: 1, status: 503, paths: ['/api/chat'] }],
    ['{"rate":1,"paths":"/api/chat"}', { rate: 1, status: 503, paths: ['/api/chat'] }],
  ];
  it.each(ACCEPTED)('takes %s', (body, fault) => {
    const { setFault, faults } = openWorld();
    expect(setFault('slack', body)).toEqual({ status: 200, body: { service: 'slack', ...fault } });
    expect(faults()).toEqual({ slack: fault });
  });

  const REFUSED: [body: string, mistake: RegExp][] = [
    ['', /must be a JSON object/],
    ['[1]', /must be a JSON object/],
    ['{}', /say what fails/],
    ['{"rate":1.1}', /rate must be a number from 0 to 1/],
    ['{"rate":"1"}', /rate must be a number/],
    ['{"status":200}', /status must be a whole number from 400 to 599/],
    ['{"rate":1,"retryAfter":0.5}', /retryAfter must be whole seconds/],
    ['{"rate":1,"paths":["api"]}', /paths must be .* beginning with \//],
    ['{"rate":1,"paths":[]}', /paths must be/],
    ['{"timeout":"yes"}', /timeout must be true or false/],
    ['{"reset":true,"after":1}', /after must be true or false/],
    ['{"status":429,"after":true}', /has done nothing: leave out after/],
    ['{"timeout":true,"status":500}', /exclude each other/],
    ['{"timeout":true,"reset":true}', /exclude each other/],
    ['{"rate":1,"colour":"red"}', /colour is not known/],
  ];
  it.each(REFUSED)('refuses %s', (body, mistake) => {
    const { setFault, faults } = openWorld();
    expect(setFault('slack', body)).toEqual({ status: 400, body: { errors: [expect.stringMatching(mistake)] } });
    expect(faults()).toEqual({});
  });

  it('spares what is asked of the stand-in and not of the service', async () => {
    const { setFault, ask } = openWorld();
    setFault('web', '{"timeout":true}');
    expect(await ask('web', 'GET /_releases')).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('ends it with rate 0', async () => {
    const { setFault, faults, ask } = openWorld();
    setFault('github', '{"rate":1}');
    expect(setFault('github', '{"rate":0}')).toEqual({ status: 200, body: { service: 'github', rate: 0 } });
    expect(faults()).toEqual({});
    expect(await ask('github', 'GET /repos/acme/app', { headers: GITHUB })).toMatchObject({ status: 200 });
  });
});

describe('a fault in force', () => {
  it('strikes when the dice fall below its rate', async () => {
    const throws = [0.29, 0.3, 0.99, 0];
    const { setFault, ask, items } = openWorld({ random: () => throws.shift() ?? 1 });
    setFault('github', '{"rate":0.3,"status":429,"retryAfter":7}');
    const statuses = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push((await ask('github', 'GET /repos/acme/app', { headers: GITHUB })).status);
    expect(statuses).toEqual([429, 200, 200, 429]);
    expect(items().map(({ status }) => status)).toEqual(statuses);
  });

  const BODIES: [service: string, status: number, body: object][] = [
    ['github', 429, { message: expect.stringContaining('rate limit'), status: '429' }],
    ['jira', 429, { errorMessages: ['Rate limit exceeded.'], errors: {} }],
    ['slack', 429, { ok: false, error: 'ratelimited' }],
    ['app-store', 429, { errors: [{ code: 'RATE_LIMIT_EXCEEDED', status: '429' }] }],
    ['play-store', 429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }],
    ['play-store', 503, { error: { code: 503, status: 'UNAVAILABLE' } }],
  ];
  it.each(BODIES)('answers for %s with the body the service has for %i', async (service, status, body) => {
    const { setFault, ask } = openWorld();
    setFault(service, JSON.stringify({ rate: 1, status, retryAfter: 2 }));
    expect(await ask(service, 'GET /anything')).toMatchObject({ status, headers: { 'retry-after': '2' }, body });
  });

  it.each([
    ['timeout', 0],
    ['reset', -1],
  ])('with %s tells the gateway by status %i', async (kind, status) => {
    const { setFault, ask, items } = openWorld();
    setFault('github', JSON.stringify({ [kind]: true }));
    expect(await ask('github', 'GET /repos/acme/app', { headers: GITHUB })).toEqual({ status });
    expect(items()).toMatchObject([{ path: '/repos/acme/app', status }]);
  });

  it('does nothing of what it was asked', async () => {
    const { setFault, asking } = openWorld();
    const slack = asking('slack', SLACK);
    setFault('slack', '{"status":500}');
    await slack(POST, { json: { channel: 'C0RELEASES', text: 'lost' } });
    setFault('slack', '{"rate":0}');
    expect((await slack('GET /api/conversations.history?channel=C0RELEASES')).body).toMatchObject({ messages: [] });
  });

  it.each([
    ['a status', { status: 500 }, 500],
    ['silence', { timeout: true }, 0],
    ['a reset', { reset: true }, -1],
  ])('that strikes after the effect loses the answer alone, by %s', async (_, fault, status) => {
    const { setFault, asking, items } = openWorld();
    const slack = asking('slack', SLACK);
    setFault('slack', JSON.stringify({ ...fault, after: true }));
    expect(await slack(POST, { json: { channel: 'C0RELEASES', text: 'there' } })).toMatchObject({ status });
    expect(items()).toMatchObject([{ path: '/api/chat.postMessage', status: 200 }]);
    setFault('slack', '{"rate":0}');
    const { body } = await slack('GET /api/conversations.history?channel=C0RELEASES');
    expect(body).toMatchObject({ messages: [{ text: 'there' }] });
  });

  it('leaves other paths and other services alone', async () => {
    const { setFault, ask } = openWorld();
    setFault('github', '{"rate":1,"paths":["/repos/acme/"]}');
    const statuses = await Promise.all([
      ask('github', 'GET /repos/acme/app', { headers: GITHUB }),
      ask('github', 'GET /repos/other/app', { headers: GITHUB }),
      ask('slack', 'POST /api/auth.test', { headers: SLACK }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([503, 200, 200]);
  });
});
