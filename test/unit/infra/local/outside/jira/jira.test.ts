// The Jira stand-in: both versions of the API, fields, comments and transitions.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../../infra/local/contracts.ts';
import { basic, bearer, openWorld, type Sent } from '../world-fixture.ts';
import { create, doc, epic, open } from './jira-fixture.ts';

describe('credentials', () => {
  const CASES: [version: 2 | 3, headers: Record<string, string>, status: number][] = [
    [3, basic('ada@acme.example', 'ATATTx'), 200],
    [3, basic('ada', 'ATATTx'), 401],
    [3, basic('ada@acme.example', ''), 401],
    [3, basic('ada@acme.example', 'ATATTinvalid'), 401],
    [3, basic('ada@acme.example', 'ATATTexpired'), 401],
    [3, bearer('pat'), 401],
    [3, {}, 401],
    [2, bearer('pat'), 200],
    [2, basic('ada', 'secret'), 200],
    [2, bearer('pat-expired'), 401],
    [2, {}, 401],
  ];
  it.each(CASES)('v%i with %j is %i', async (version, headers, status) => {
    const reply = await openWorld().ask('jira', `GET /rest/api/${version}/myself`, { headers });
    expect(reply.status).toBe(status);
    if (status === 401)
      expect(JSON.stringify(reply.body)).toContain('Client must be authenticated to access this resource.');
    else expect(reply.body).toMatchObject({ displayName: expect.any(String) });
  });
});

describe('refusals', () => {
  const ISSUE = 'POST /rest/api/3/issue';
  const CASES: [call: string, sent: Sent, status: number, body: object][] = [
    ['GET /rest/api/3/nothing', {}, 404, { errorMessages: [expect.any(String)], errors: {} }],
    [
      'GET /rest/api/3/project/MISSING1',
      {},
      404,
      { errorMessages: ["No project could be found with key 'MISSING1'."] },
    ],
    [
      'GET /rest/api/3/issue/APP-9',
      {},
      404,
      { errorMessages: ['Issue does not exist or you do not have permission to see it.'] },
    ],
    [ISSUE, { text: '{' }, 400, { errorMessages: [expect.stringContaining('Invalid request payload')] }],
    [ISSUE, { json: { colour: 'red' } }, 400, { errorMessages: [expect.stringContaining('Invalid request payload')] }],
    [
      ISSUE,
      { json: { fields: {} } },
      400,
      {
        errors: {
          project: 'Specify a valid project ID or key',
          issuetype: 'Specify an issue type',
          summary: 'You must specify a summary of the issue.',
        },
      },
    ],
    [ISSUE, epic({ project: { key: 'MISSING' } }), 400, { errors: { project: 'Specify a valid project ID or key' } }],
    [ISSUE, epic({ issuetype: { name: 'Saga' } }), 400, { errors: { issuetype: 'Specify a valid issue type' } }],
    [ISSUE, epic({ summary: ' ' }), 400, { errors: { summary: 'You must specify a summary of the issue.' } }],
    [ISSUE, epic({ summary: 'a\nb' }), 400, { errors: { summary: expect.stringContaining('newline') } }],
    [ISSUE, epic({ summary: 'x'.repeat(256) }), 400, { errors: { summary: expect.stringContaining('255') } }],
    [
      ISSUE,
      epic({ description: 'plain' }),
      400,
      { errors: { description: expect.stringContaining('Atlassian Document') } },
    ],
    [
      ISSUE,
      epic({ description: doc('') }),
      400,
      { errors: { description: expect.stringContaining('Atlassian Document') } },
    ],
    [
      'POST /rest/api/2/issue',
      epic({ description: doc('x') }),
      400,
      { errors: { description: 'Operation value must be a string' } },
    ],
    [
      ISSUE,
      epic({ labels: ['a b'] }),
      400,
      { errors: { labels: "The label 'a b' contains spaces which is invalid." } },
    ],
    [
      ISSUE,
      epic({ colour: 'red' }),
      400,
      { errors: { colour: "Field 'colour' cannot be set. It is not on the appropriate screen, or unknown." } },
    ],
    [ISSUE, epic({ duedate: 'soon' }), 400, { errors: { duedate: expect.stringContaining('yyyy-MM-dd') } }],
    [
      'GET /rest/api/3/search?jql=project=APP',
      {},
      410,
      { errorMessages: [expect.stringContaining('/rest/api/3/search/jql')] },
    ],
    ['GET /rest/api/3/search/jql', {}, 400, { errorMessages: [expect.stringContaining('Unbounded')] }],
    [
      'GET /rest/api/3/search/jql?jql=order+by+created',
      {},
      400,
      { errorMessages: [expect.stringContaining('Unbounded')] },
    ],
    [
      'GET /rest/api/3/search/jql?jql=colour=red',
      {},
      400,
      { errorMessages: ["Field 'colour' does not exist or you do not have permission to view it."] },
    ],
    [
      'GET /rest/api/3/search/jql?jql=project=',
      {},
      400,
      { errorMessages: [expect.stringContaining('Error in the JQL Query')] },
    ],
  ];
  it.each(CASES)('%s %j is %i', async (call, sent, status, body) => {
    expect(await open()(call, sent)).toMatchObject({ status, body });
  });
});

describe('an issue', () => {
  it('is numbered in its project and read back with its fields', async () => {
    const jira = open();
    expect([await create(jira), await create(jira, { project: { key: 'WEB' } }), await create(jira)]).toEqual([
      'APP-1',
      'WEB-1',
      'APP-2',
    ]);
    const key = await create(jira, { description: doc('why'), labels: ['r1'] });
    expect((await jira(`GET /rest/api/3/issue/${key}`)).body).toMatchObject({
      key,
      fields: {
        summary: 'App 1.5.0',
        description: doc('why'),
        labels: ['r1'],
        project: { key: 'APP' },
        issuetype: { name: 'Epic' },
        status: { name: 'To Do', statusCategory: { key: 'new' } },
      },
    });
    expect(Object((await jira(`GET /rest/api/3/issue/${key}?fields=status`)).body).fields).toEqual({
      status: expect.any(Object),
    });
  });

  it('reads its document as text in v2, and its text as a document in v3', async () => {
    const jira = open();
    const rich = await create(jira, { description: doc('why') });
    const plain = await create(jira, { description: 'why' }, 2);
    expect((await jira(`GET /rest/api/2/issue/${rich}`)).body).toMatchObject({ fields: { description: 'why' } });
    expect((await jira(`GET /rest/api/3/issue/${plain}`)).body).toMatchObject({ fields: { description: doc('why') } });
  });
});

describe('comments', () => {
  const CASES: [version: 2 | 3, body: Json | undefined, status: number][] = [
    [3, doc('done'), 201],
    [2, 'done', 201],
    [3, 'done', 400],
    [2, doc('done'), 400],
    [2, ' ', 400],
    [3, undefined, 400],
    [3, { type: 'doc', version: 1, content: [{ type: 'text', text: 'bare' }] }, 400],
  ];
  it.each(CASES)('in v%i of %j are %i', async (version, body, status) => {
    const jira = open();
    const key = await create(jira);
    const reply = await jira(`POST /rest/api/${version}/issue/${key}/comment`, { json: { body } });
    expect(reply.status).toBe(status);
    if (status === 400)
      expect(reply.body).toMatchObject({ errorMessages: [], errors: { comment: expect.any(String) } });
  });

  it('are listed in order, or newest first', async () => {
    const jira = open();
    const comments = `/rest/api/2/issue/${await create(jira)}/comment`;
    await jira(`POST ${comments}`, { json: { body: 'one' } });
    await jira(`POST ${comments}`, { json: { body: 'two' } });
    expect((await jira(`GET ${comments}`)).body).toMatchObject({
      total: 2,
      comments: [{ body: 'one' }, { body: 'two' }],
    });
    expect((await jira(`GET ${comments}?orderBy=-created&maxResults=1`)).body).toMatchObject({
      comments: [{ body: 'two' }],
    });
  });
});

describe('transitions', () => {
  it('bring an issue to Done', async () => {
    const jira = open();
    const key = await create(jira);
    const path = `/rest/api/3/issue/${key}/transitions`;
    const { transitions } = Object((await jira(`GET ${path}`)).body);
    expect(transitions.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
      ['11', 'To Do'],
      ['21', 'In Progress'],
      ['31', 'Done'],
    ]);
    expect(await jira(`POST ${path}`, { json: { transition: { id: '31' } } })).toEqual({ status: 204 });
    expect((await jira(`GET /rest/api/3/issue/${key}`)).body).toMatchObject({
      fields: { status: { name: 'Done', statusCategory: { key: 'done' } } },
    });
  });

  const WRONG: [json: object, body: object][] = [
    [{}, { errorMessages: ["Missing 'transition' identifier"] }],
    [{ transition: { id: '99' } }, { errorMessages: ["Transition id '99' is not valid for this issue."] }],
    [{ transition: { id: '31' }, fields: { colour: 1 } }, { errors: { colour: expect.any(String) } }],
  ];
  it.each(WRONG)('refuses %j', async (json, body) => {
    const jira = open();
    expect(await jira(`POST /rest/api/3/issue/${await create(jira)}/transitions`, { json })).toMatchObject({
      status: 400,
      body,
    });
  });
});
