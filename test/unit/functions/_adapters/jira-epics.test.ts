// Epics that the ticket client makes in Jira, Cloud (v3) and Server (v2): once, with the fields that a project takes.
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../functions/_adapters/addresses.ts';
import { createJiraClient } from '../../../../functions/_adapters/jira/jira-client.ts';
import { toDocument } from '../../../../functions/_adapters/jira/jira-document.ts';
import { type Answers, type HttpService, localOutbound, startHttpService } from '../../../support/http-service.ts';
import { CANARY, integrationSamples } from '../../../support/integration-samples.ts';

const docOf = (text: string) => toDocument(linesOf(text));

type Run = (client: ReturnType<typeof createJiraClient>, service: HttpService) => Promise<void>;

async function withCloud(answers: Answers, run: Run) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).JIRA;
  await run(createJiraClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

async function withServer(answers: Answers, run: Run) {
  await using service = await startHttpService(answers);
  const { config } = integrationSamples(service.url).JIRA;
  const sample = { config: { ...config, deployment: 'SERVER' as const }, credentials: { apiToken: `pat-${CANARY}` } };
  await run(createJiraClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

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
