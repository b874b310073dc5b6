// Epics that the ticket client makes in Jira, Cloud (v3) and Server (v2): once, with the fields that a project takes.
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../../support/services/http-service.ts';
import { docOf, type Run, withCloud, withServer } from './jira-fixture.ts';

describe('createEpic', () => {
  const INPUT = { summary: 'Release 1.5.0\non iOS', description: 'All new', marker: 'rel 1/iOS' };
  const none = { body: { issues: [] } };

  it('makes one on Cloud with the marker as its label', async () => {
    const answers = {
      'GET /rest/api/3/search/jql': none,
      'POST /rest/api/3/issue': { status: 201, body: { key: 'APP-7' } },
    };
    await withCloud(answers, async (client, service) => {
      expect(await client.createEpic(INPUT)).toEqual({ key: 'APP-7', url: `${service.url}/browse/APP-7` });
      expect(service.seen[0]?.query.jql).toBe('project = "APP" AND labels = "rel-1-iOS" ORDER BY created ASC');
      expect(service.only('POST /rest/api/3/issue').json).toEqual({
        fields: {
          project: { key: 'APP' },
          issuetype: { name: 'Epic' },
          summary: 'Release 1.5.0 on iOS',
          description: docOf('All new'),
          labels: ['rel-1-iOS'],
        },
      });
    });
  });

  it.each([
    [
      'with the name that an epic needs there',
      [{ id: 'customfield_10011', schema: { custom: 'com.pyxis.greenhopper.jira:gh-epic-label' } }],
      { customfield_10011: 'Release 1.5.0 on iOS' },
    ],
    ['without a name where there is no such field', [{ id: 'summary', schema: {} }], {}],
  ])('makes one on Server %s', async (_label, fields, more) => {
    const answers = {
      'GET /rest/api/2/search': none,
      'GET /rest/api/2/field': { body: fields },
      'POST /rest/api/2/issue': { status: 201, body: { key: 'APP-7' } },
    };
    await withServer(answers, async (client, service) => {
      await client.createEpic(INPUT);
      expect(service.only('POST /rest/api/2/issue').json).toMatchObject({
        fields: { description: 'All new', ...more },
      });
    });
  });

  it('says that a summary was cut (K18)', async () => {
    const answers = {
      'GET /rest/api/3/search/jql': none,
      'POST /rest/api/3/issue': { status: 201, body: { key: 'APP-7' } },
    };
    await withCloud(answers, async (client, service) => {
      await client.createEpic({ ...INPUT, summary: `${'x'.repeat(253)}😀😀` });
      const summary = `${'x'.repeat(253)}…`;
      expect(service.only('POST /rest/api/3/issue').json).toMatchObject({ fields: { summary } });
    });
  });

  const FOREIGN = '-crash- {color:red} by [~user] !x.png!';

  it('writes the description literally on Cloud, and as escaped wiki markup on Server (K25, S10)', async () => {
    const answers = (version: number, search: string) => ({
      [`GET /rest/api/${version}/${search}`]: none,
      'GET /rest/api/2/field': { body: [] },
      [`POST /rest/api/${version}/issue`]: { status: 201, body: { key: 'APP-7' } },
    });
    const input = { ...INPUT, description: FOREIGN };
    await withCloud(answers(3, 'search/jql'), async (client, service) => {
      await client.createEpic(input);
      const content = [{ type: 'paragraph', content: [{ type: 'text', text: FOREIGN }] }];
      const description = { type: 'doc', version: 1, content };
      expect(service.only('POST /rest/api/3/issue').json).toMatchObject({ fields: { description } });
    });
    await withServer(answers(2, 'search'), async (client, service) => {
      await client.createEpic(input);
      const description = '\\-crash\\- \\{color:red\\} by \\[\\~user\\] \\!x.png\\!';
      expect(service.only('POST /rest/api/2/issue').json).toMatchObject({ fields: { description } });
    });
  });

  it('answers the one with the marker', async () => {
    await withCloud(
      { 'GET /rest/api/3/search/jql': { body: { issues: [{ key: 'APP-5' }] } } },
      async (client, service) => {
        expect(await client.createEpic(INPUT)).toMatchObject({ key: 'APP-5' });
        expect(service.calls('POST')).toEqual([]);
      },
    );
  });

  it.each(['a" OR project = "SECRET', "a' OR 1=1", 'a\\" OR b'])(
    'lets no marker out of its JQL string: %s',
    async (marker) => {
      await withCloud(
        { 'GET /rest/api/3/search/jql': { body: { issues: [{ key: 'APP-5' }] } } },
        async (client, service) => {
          await client.createEpic({ ...INPUT, marker });
          expect(service.seen[0]?.query.jql).toMatch(/^project = "APP" AND labels = "[\w.:-]+" ORDER BY created ASC$/);
        },
      );
    },
  );
});

describe('the fields of an epic', () => {
  const INPUT = { summary: 'Release 1.5.0', description: 'All new', marker: 'r1' };
  const POST = { CLOUD: 'POST /rest/api/3/issue', SERVER: 'POST /rest/api/2/issue' } as const;
  const NAME = 'customfield_10011';
  const refused = (errors: Record<string, string>) => ({ status: 400, body: { errorMessages: [], errors } });
  const made = { status: 201, body: { key: 'APP-7' } };
  const named = [{ id: NAME, schema: { custom: 'com.pyxis.greenhopper.jira:gh-epic-label' } }];
  const types = (...issueTypes: object[]) => ({ body: { key: 'APP', name: 'App', issueTypes } });
  const offScreen = `Field '${NAME}' cannot be set. It is not on the appropriate screen, or unknown.`;

  const cases: [string, 'CLOUD' | 'SERVER', Record<string, string>[], object][] = [
    [
      'the name that a Cloud project wants',
      'CLOUD',
      [{ [NAME]: 'Epic Name is required.' }],
      { [NAME]: 'Release 1.5.0' },
    ],
    [
      'the name that it wants in German',
      'CLOUD',
      [{ [NAME]: 'Epos-Name ist erforderlich.' }],
      { [NAME]: 'Release 1.5.0' },
    ],
    ['no name where it is not on the screen', 'SERVER', [{ [NAME]: offScreen }], { [NAME]: undefined }],
    [
      'no labels where they are not on the screen',
      'CLOUD',
      [{ labels: "Field 'labels' cannot be set." }],
      { labels: undefined },
    ],
    [
      'neither description nor name, one after the other',
      'SERVER',
      [{ description: "Field 'description' cannot be set." }, { [NAME]: offScreen }],
      { description: undefined, [NAME]: undefined },
    ],
    [
      'the type that a next-gen project has',
      'CLOUD',
      [{ issuetype: 'Specify a valid issue type' }],
      { issuetype: { id: '10100' } },
    ],
  ];
  it.each(cases)('are adapted: %s (K26)', async (_label, deployment, refusals, expected) => {
    const version = deployment === 'CLOUD' ? 3 : 2;
    const answers: Answers = {
      'GET /rest/api/3/search/jql': { body: { issues: [] } },
      'GET /rest/api/2/search': { body: { issues: [] } },
      [`GET /rest/api/${version}/field`]: { body: named },
      [`GET /rest/api/${version}/project/APP`]: types(
        { id: '1', name: 'Task' },
        { id: '10100', name: 'Vorhaben', hierarchyLevel: 1 },
      ),
      [POST[deployment]]: [...refusals.map(refused), made],
    };
    const run: Run = async (client, service) => {
      expect(await client.createEpic(INPUT)).toMatchObject({ key: 'APP-7' });
      const sent = service.seen.filter(({ method }) => method === 'POST').at(-1)?.json as { fields: object };
      expect(sent.fields).toMatchObject({ summary: 'Release 1.5.0' });
      for (const [field, value] of Object.entries(expected)) expect(Object(sent.fields)[field]).toEqual(value);
    };
    await (deployment === 'CLOUD' ? withCloud(answers, run) : withServer(answers, run));
  });

  it.each([
    [
      'a field of its own',
      { customfield_10050: 'Team is required.' },
      'integration.fields_refused',
      'Team is required.',
    ],
    [
      'fields of Jira that nobody fills in',
      { components: 'Component/s is required.', fixVersions: 'Fix Version/s is required.' },
      'integration.fields_refused',
      'components: Component/s is required.',
    ],
    ['another project', { project: 'Specify a valid project ID or key' }, 'integration.refused', 'valid project'],
    ['a type that nothing is above', { issuetype: 'Specify a valid issue type' }, 'integration.refused', 'issue type'],
  ])('are refused in words when a project wants %s (K26)', async (_label, errors, code, words) => {
    const answers: Answers = {
      'GET /rest/api/3/search/jql': { body: { issues: [] } },
      'GET /rest/api/3/field': { body: named },
      'GET /rest/api/3/project/APP': types({ id: '1', name: 'Task' }),
      [POST.CLOUD]: refused(errors as Record<string, string>),
    };
    await withCloud(answers, async (client) => {
      await expect(client.createEpic(INPUT)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    });
  });

  it('are asked for four times at most', async () => {
    let asked = 0;
    const answers: Answers = {
      'GET /rest/api/3/search/jql': { body: { issues: [] } },
      'GET /rest/api/3/field': { body: named },
      [POST.CLOUD]: () => refused({ [asked++ % 2 === 0 ? NAME : 'labels']: 'Epic Name is required.' }),
    };
    await withCloud(answers, async (client) => {
      await expect(client.createEpic(INPUT)).rejects.toMatchObject({ code: expect.stringMatching(/refused$/) });
      expect(asked).toBe(4);
    });
  });
});
