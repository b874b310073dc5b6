// The ticket client against a service that answers in Jira's shapes, Cloud (v3) and Server (v2).
import { describe, expect, it } from 'vitest';
import { CANARY } from '../../../../support/releases/integration-samples.ts';
import type { Answers } from '../../../../support/services/http-service.ts';
import { docOf, withCloud, withServer } from './jira-fixture.ts';

describe('verify', () => {
  const answers = (version: number, ...types: string[]) => ({
    [`GET /rest/api/${version}/myself`]: { body: { displayName: 'Ada' } },
    [`GET /rest/api/${version}/project/APP`]: {
      body: { key: 'APP', name: 'The App', issueTypes: types.map((name) => ({ name })) },
    },
    [`GET /rest/api/${version}/mypermissions`]: permissions(),
    [`GET /rest/api/${version}/project/APP/statuses`]: statuses('To Do', 'Done'),
  });
  const permissions = (refused?: string) => ({
    body: {
      permissions: Object.fromEntries(
        ['CREATE_ISSUES', 'ADD_COMMENTS', 'TRANSITION_ISSUES'].map((key) => [key, { havePermission: key !== refused }]),
      ),
    },
  });
  const statuses = (...names: string[]) => ({ body: [{ name: 'Epic', statuses: names.map((name) => ({ name })) }] });
  const openEpics = (...names: string[]) => ({
    body: { issues: [{ key: 'APP-1', transitions: names.map((name, index) => ({ id: String(index), name })) }] },
  });

  it.each([
    ['CREATE_ISSUES', 'Ada may not create issues in APP'],
    ['ADD_COMMENTS', 'Ada may not comment issues in APP'],
    ['TRANSITION_ISSUES', 'Ada may not move issues through their workflow in APP'],
  ])('refuses an account without %s (K27)', async (permission, message) => {
    const without = { ...answers(3, 'Epic'), 'GET /rest/api/3/mypermissions': permissions(permission) };
    await withCloud(without, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.unauthorized', message });
    });
  });

  const closings: [string, Answers, string | undefined][] = [
    ['a status', {}, undefined],
    ['a transition of an open epic', { 'GET /rest/api/3/search/jql': openEpics('Start', 'done') }, undefined],
    ['unknown while there is no open epic', { 'GET /rest/api/3/search/jql': { body: { issues: [] } } }, undefined],
    [
      'neither',
      { 'GET /rest/api/3/search/jql': openEpics('Start', 'Close') },
      'Epics of APP have no status or transition "Done"; set doneTransition to one of To Do, Closed, Start, Close',
    ],
  ];
  it.each(closings)('looks for what closes an epic, which is %s (K27)', async (what, more, message) => {
    const known = what === 'a status' ? {} : { 'GET /rest/api/3/project/APP/statuses': statuses('To Do', 'Closed') };
    await withCloud({ ...answers(3, 'Epic'), ...known, ...more }, async (client) => {
      if (message === undefined) await expect(client.verify()).resolves.toMatch(/^Ada/);
      else await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused', message });
    });
  });

  it('looks for what closes the epic of a cancelled release (K27)', async () => {
    const open = { ...answers(3, 'Epic'), 'GET /rest/api/3/search/jql': openEpics('Start', 'Done') };
    await withCloud(
      open,
      async (client) => {
        await expect(client.verify()).rejects.toThrow('transition "Dropped"; set cancelledTransition to one of');
      },
      { cancelledTransition: 'Dropped' },
    );
  });

  it("takes a next-gen project's own name for its epics (K26)", async () => {
    const body = { key: 'APP', name: 'The App', issueTypes: [{ id: '7', name: 'Feature', hierarchyLevel: 1 }] };
    await withCloud({ ...answers(3), 'GET /rest/api/3/project/APP': { body } }, async (client) => {
      await expect(client.verify()).resolves.toBe('Ada can see The App (APP)');
    });
  });

  it('signs in to Cloud with e-mail and token', async () => {
    await withCloud(answers(3, 'Epic'), async (client, service) => {
      expect(await client.verify()).toBe('Ada can see The App (APP)');
      const basic = Buffer.from(`ada@acme.example:ATATT${CANARY}`).toString('base64');
      expect(service.seen[0]?.headers.authorization).toBe(`Basic ${basic}`);
    });
  });

  it('signs in to Server with a personal access token', async () => {
    await withServer(answers(2, 'Epic'), async (client, service) => {
      expect(await client.verify()).toBe('Ada can see The App (APP)');
      expect(service.seen[0]?.headers.authorization).toBe(`Bearer pat-${CANARY}`);
    });
  });

  it('refuses a project without epics', async () => {
    await withCloud(answers(3, 'Task'), async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });

  it("tells Jira's messages, also those about fields", async () => {
    const body = { errorMessages: ['No.'], errors: { project: 'is required' } };
    await withCloud({ '*': { status: 400, body } }, async (client) => {
      await expect(client.verify()).rejects.toThrow('Jira answered 400 to GET /myself: No.; project: is required');
    });
  });
});

describe('comment', () => {
  const path = '/rest/api/3/issue/APP-7/comment';
  const INPUT = { key: 'APP-7', text: 'Kicked off', marker: 'event-1' };

  it('comments with the marker as the last line', async () => {
    await withCloud(
      { [`GET ${path}`]: { body: { comments: [] } }, [`POST ${path}`]: { status: 201, body: {} } },
      async (client, service) => {
        await client.comment(INPUT);
        expect(service.only(`POST ${path}`).json).toEqual({ body: docOf('Kicked off\n\nWindlass event-1') });
        expect(service.only(`GET ${path}`).query).toEqual({ orderBy: '-created', maxResults: '100' });
      },
    );
  });

  it('does nothing where a comment has the marker', async () => {
    const comments = [{ body: docOf('Other\nWindlass event-12') }, { body: docOf('Kicked off\n\nWindlass event-1') }];
    await withCloud({ [`GET ${path}`]: { body: { comments } } }, async (client, service) => {
      await client.comment(INPUT);
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('takes a marker that only begins alike for another', async () => {
    const comments = [{ body: docOf('Windlass event-12') }, { body: docOf('see Windlass event-1 there') }];
    await withCloud(
      { [`GET ${path}`]: { body: { comments } }, [`POST ${path}`]: { status: 201, body: {} } },
      async (client, service) => {
        await client.comment(INPUT);
        expect(service.calls('POST')).toHaveLength(1);
      },
    );
  });

  it('escapes what would be markup on Server, and takes links whole (K25, K30)', async () => {
    const plain = '/rest/api/2/issue/APP-7/comment';
    const answers = { [`GET ${plain}`]: { body: { comments: [] } }, [`POST ${plain}`]: { status: 201, body: {} } };
    await withServer(answers, async (client, service) => {
      const links = [{ label: 'Wiki', url: 'https://wiki.example/Release_(mobile)' }];
      await client.comment({ ...INPUT, text: 'Rejected: -crash-\n[~user]', links });
      expect(service.only(`POST ${plain}`).json).toEqual({
        body: 'Rejected: \\-crash\\-\n\\[\\~user\\]\nWiki: [https://wiki.example/Release_(mobile)]\n\nWindlass event-1',
      });
    });
  });

  it('takes links whole on Cloud (K30)', async () => {
    const answers = { [`GET ${path}`]: { body: { comments: [] } }, [`POST ${path}`]: { status: 201, body: {} } };
    await withCloud(answers, async (client, service) => {
      const href = 'https://wiki.example/Release_(mobile).';
      await client.comment({ ...INPUT, links: [{ label: 'Wiki', url: href }] });
      expect(service.only(`POST ${path}`).json).toMatchObject({
        body: {
          content: expect.arrayContaining([
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'Wiki: ' },
                { type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] },
              ],
            },
          ]),
        },
      });
    });
  });

  it('writes and finds plain text on Server', async () => {
    const plain = '/rest/api/2/issue/APP-7/comment';
    const comments = { body: { comments: [{ body: 'Kicked off\r\n\r\nWindlass event-1' }] } };
    const answers = {
      [`GET ${plain}`]: [{ body: { comments: [] } }, comments],
      [`POST ${plain}`]: { status: 201, body: {} },
    };
    await withServer(answers, async (client, service) => {
      await client.comment(INPUT);
      await client.comment(INPUT);
      expect(service.only(`POST ${plain}`).json).toEqual({ body: 'Kicked off\n\nWindlass event-1' });
    });
  });
});

describe('transition', () => {
  const issue = '/rest/api/3/issue/APP-7';
  const status = (name: string, key = 'new') => ({
    [`GET ${issue}`]: { body: { fields: { status: { name, statusCategory: { key } } } } },
  });
  const offered = (...list: [string, string, string][]) => ({
    [`GET ${issue}/transitions`]: {
      body: { transitions: list.map(([id, name, to]) => ({ id, name, to: { name: to } })) },
    },
  });
  const accepted = { [`POST ${issue}/transitions`]: { status: 204 } };

  it.each([
    ['its name', 'Close issue', '31'],
    ['its target', 'closed', '31'],
    ['its name rather than the target of another', 'Review', '21'],
  ])('makes the one found by %s', async (_label, name, id) => {
    const answers = {
      ...status('Open'),
      ...offered(['11', 'Start', 'Review'], ['21', 'Review', 'In Review'], ['31', 'Close issue', 'Closed']),
      ...accepted,
    };
    await withCloud(answers, async (client, service) => {
      await client.transition({ key: 'APP-7', name });
      expect(service.only(`POST ${issue}/transitions`).json).toEqual({ transition: { id } });
    });
  });

  it.each([
    ['has that status', status('Done', 'done'), 'done'],
    [
      'is closed and offers the transition no more',
      { ...status('Closed', 'done'), ...offered(['41', 'Reopen', 'Open']) },
      'Close issue',
    ],
  ])('does nothing when the issue %s', async (_label, answers, name) => {
    await withCloud(answers, async (client, service) => {
      await client.transition({ key: 'APP-7', name });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('refuses what the issue does not offer and names what it does', async () => {
    await withCloud({ ...status('Open'), ...offered(['11', 'Start', 'Doing']) }, async (client) => {
      await expect(client.transition({ key: 'APP-7', name: 'Ship' })).rejects.toMatchObject({
        code: 'integration.refused',
        details: { legal: ['Start'] },
      });
    });
  });
});

describe('toDocument', () => {
  it('makes a paragraph of each line, without empty text, and links of addresses', () => {
    const link = (href: string) => ({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] });
    expect(docOf('See https://acme.example/r?a=1.\n\nBye')).toEqual({
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'See ' }, link('https://acme.example/r?a=1'), { type: 'text', text: '.' }],
        },
        { type: 'paragraph', content: [] },
        { type: 'paragraph', content: [{ type: 'text', text: 'Bye' }] },
      ],
    });
  });
});
