// The world as a whole: its inbox, what it keeps over a restart, and that no secret stays in it.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { basic, bearer, googleAssertion, openWorld } from './world-fixture.ts';

const SLACK = bearer('xoxb-1-secretpart');

describe('the inbox', () => {
  it('keeps each request with its status, oldest first', async () => {
    const { asking, items } = openWorld();
    const slack = asking('slack', SLACK);
    await slack('POST /api/chat.postMessage', { json: { channel: 'C0RELEASES', text: 'one' } });
    await slack('GET /api/conversations.history?channel=C0RELEASES&limit=5');

    expect(items('service=slack')).toEqual([
      {
        service: 'slack',
        method: 'POST',
        path: '/api/chat.postMessage',
        body: { channel: 'C0RELEASES', text: 'one' },
        status: 200,
        at: '2026-03-02T10:00:00.000Z',
      },
      {
        service: 'slack',
        method: 'GET',
        path: '/api/conversations.history?channel=C0RELEASES&limit=5',
        body: '',
        status: 200,
        at: '2026-03-02T10:00:00.000Z',
      },
    ]);
  });

  it('keeps refused requests and unknown paths too', async () => {
    const { ask, items } = openWorld();
    await ask('github', 'GET /repos/acme/app');
    await ask('github', 'GET /nowhere', { headers: bearer('ghp_x') });
    expect(items().map(({ path, status }) => [path, status])).toEqual([
      ['/repos/acme/app', 401],
      ['/nowhere', 404],
    ]);
  });

  it('shows a form as an object and a text that is no JSON as it came', async () => {
    const { asking, items } = openWorld();
    const jenkins = asking('jenkins', basic('ada', '11aa'));
    await jenkins('POST /job/app/buildWithParameters', { form: { BRANCH: 'main' } });
    await jenkins('POST /job/app/buildWithParameters', { text: 'neither' });
    expect(items().map(({ body }) => body)).toEqual([{ BRANCH: 'main' }, 'neither']);
  });

  const FILTERS: [filter: string, paths: string[]][] = [
    ['', ['/repos/acme/app', '/rest/api/3/myself', '/rest/api/2/myself', '/api/auth.test']],
    ['service=jira', ['/rest/api/3/myself', '/rest/api/2/myself']],
    ['status=200', ['/api/auth.test']],
    ['method=post', ['/api/auth.test']],
    ['path=/rest/api/2', ['/rest/api/2/myself']],
    ['limit=2', ['/rest/api/2/myself', '/api/auth.test']],
    ['service=jira&limit=1', ['/rest/api/2/myself']],
    ['service=nobody', []],
  ];
  it.each(FILTERS)('answers %j with its items', async (filter, paths) => {
    const { ask, items } = openWorld();
    await ask('github', 'GET /repos/acme/app');
    await ask('jira', 'GET /rest/api/3/myself');
    await ask('jira', 'GET /rest/api/2/myself');
    await ask('slack', 'POST /api/auth.test', { headers: SLACK });
    expect(items(filter).map(({ path }) => path)).toEqual(paths);
  });
});

describe('secrets', () => {
  const SECRET = 'Sup3rSecretValue';
  type Case = [what: string, service: string, call: string, sent: object];
  const CASES: Case[] = [
    ['a bearer token', 'slack', 'POST /api/auth.test', { headers: bearer(`xoxb-${SECRET}`) }],
    ['a password', 'jenkins', 'GET /queue/api/json', { headers: basic('ada', SECRET) }],
    ['a token in a form', 'slack', 'POST /api/auth.test', { form: { token: `xoxb-${SECRET}` } }],
    ['a token in the query', 'slack', `GET /api/conversations.info?token=xoxb-${SECRET}`, {}],
    ['a build token in the query', 'jenkins', `POST /job/app/buildWithParameters?token=${SECRET}`, {}],
    ['a token in broken JSON', 'slack', 'POST /api/chat.postMessage', { text: `{"token": "${SECRET}", ` }],
    ['a nested secret', 'jira', 'POST /rest/api/3/issue', { json: { fields: { a: [{ client_secret: SECRET }] } } }],
    ['a client assertion', 'play-store', 'POST /token', { form: { client_assertion: SECRET, grant_type: 'x' } }],
    ...[`ghp_${SECRET}`, `glpat-${SECRET}-x`, `lin_api_${SECRET}`, `whsec_ab+c/${SECRET}==`].map(
      (token): Case => [
        `${token} in a text`,
        'slack',
        'POST /api/chat.postMessage',
        { json: { text: `see ${token} there` } },
      ],
    ),
  ];
  it.each(CASES)('never keeps %s', async (_, service, call, sent) => {
    const { ask, items } = openWorld();
    await ask(service, call, sent);
    expect(items()).toHaveLength(1);
    expect(JSON.stringify(items())).not.toContain(SECRET);
  });

  it('never keeps the assertion, nor the access token it brings, anywhere', async () => {
    const db = new DatabaseSync(':memory:');
    const { ask } = openWorld({ db });
    const assertion = googleAssertion();
    const { body } = await ask('play-store', 'POST /token', {
      form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
    });
    const kept = JSON.stringify([
      db.prepare('SELECT * FROM outside_inbox').all(),
      db.prepare('SELECT * FROM outside_state').all(),
    ]);
    expect(kept).toContain('[redacted]');
    expect(kept).not.toContain(assertion.split('.')[2]);
    expect(kept).not.toContain(Object(body).access_token);
  });
});

describe('a restart', () => {
  it('keeps what was done, the inbox and the faults', async () => {
    const db = new DatabaseSync(':memory:');
    const before = openWorld({ db });
    before.setFault('jira', '{"rate":1,"status":503}');
    await before.ask('slack', 'POST /api/chat.postMessage', {
      headers: SLACK,
      json: { channel: 'C0RELEASES', text: 'kept' },
    });

    const after = openWorld({ db });
    const history = await after.ask('slack', 'GET /api/conversations.history?channel=C0RELEASES', { headers: SLACK });
    expect(history.body).toMatchObject({ messages: [{ text: 'kept' }] });
    expect(after.items().map(({ path }) => path)).toContain('/api/chat.postMessage');
    expect(after.faults()).toEqual({ jira: { rate: 1, status: 503 } });
  });

  it('works inside a transaction of another part of the runtime', async () => {
    const db = new DatabaseSync(':memory:');
    const { ask, items } = openWorld({ db });
    db.exec('BEGIN');
    await ask('slack', 'POST /api/auth.test', { headers: SLACK });
    db.exec('ROLLBACK');
    expect(items()).toEqual([]);
  });
});

describe('a name without a stand-in', () => {
  it('is 404, as a service and as the target of a fault', async () => {
    const { ask, setFault, names } = openWorld();
    expect(names).toEqual([
      'github',
      'gitlab',
      'bitbucket',
      'jenkins',
      'app-store',
      'play-store',
      'web',
      'slack',
      'ses',
      'jira',
      'linear',
      'registry',
    ]);
    expect(await ask('gopher', 'GET /')).toEqual({ status: 404, body: { error: 'no stand-in is called gopher' } });
    expect(setFault('gopher', '{"rate":1}').status).toBe(404);
  });
});

describe('a defect of a stand-in', () => {
  it('is a 500 of the service and a line in the log, and changes nothing', async () => {
    const db = new DatabaseSync(':memory:');
    const { ask, log, items } = openWorld({ db });
    db.exec(`INSERT INTO outside_state VALUES ('slack', 'last-ts', 'C0RELEASES', 'not json')`);
    const reply = await ask('slack', 'POST /api/chat.postMessage', {
      headers: SLACK,
      json: { channel: 'C0RELEASES', text: 'x' },
    });
    expect(reply).toMatchObject({ status: 500, body: { ok: false, error: 'internal_error' } });
    expect(log).toEqual([expect.stringMatching(/^stand-in slack: POST \/api\/chat\.postMessage: /)]);
    expect(items()).toMatchObject([{ status: 500 }]);
  });
});
