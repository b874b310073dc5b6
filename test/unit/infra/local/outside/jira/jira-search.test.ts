// JQL and the two searches of the Jira stand-in.
import { describe, expect, it } from 'vitest';
import type { Ask } from '../world-fixture.ts';
import { create, open } from './jira-fixture.ts';

describe('search', () => {
  const CASES: [jql: string, keys: string[]][] = [
    ['project = APP', ['APP-1', 'APP-2', 'APP-3']],
    ['project = "app" AND labels = "r1"', ['APP-1', 'APP-3']],
    ['project = APP AND issuetype = Story', ['APP-2']],
    ['statusCategory = Done', ['APP-3']],
    ['project = APP AND statusCategory != Done', ['APP-1', 'APP-2']],
    ['labels = "r\\"3"', []],
    ['project = APP ORDER BY created DESC', ['APP-3', 'APP-2', 'APP-1']],
    ['project = NONE', []],
  ];
  it.each(CASES)('%s', async (jql, keys) => {
    const jira = await filled();
    const query = new URLSearchParams({ jql, fields: 'summary' });
    const { body } = await jira(`GET /rest/api/3/search/jql?${query}`);
    expect(Object(body).issues.map(({ key }: { key: string }) => key)).toEqual(keys);
  });

  it('by token answers ids only unless fields are named, and whether there are more', async () => {
    const jira = await filled();
    const search = async (query: string) =>
      Object((await jira(`GET /rest/api/3/search/jql?jql=project%3DAPP${query}`)).body);
    const some = await search('&maxResults=2');
    expect(some).toMatchObject({ isLast: false, issues: [{}, {}] });
    expect(Object.keys(some.issues[0])).toEqual(['id']);
    const all = await search('&fields=labels');
    expect(all).toMatchObject({ isLast: true, issues: [{}, {}, { key: 'APP-3', fields: { labels: ['r1'] } }] });
  });

  it('by page answers totals, in v2', async () => {
    const jira = await filled();
    const { body } = await jira('GET /rest/api/2/search?jql=project%3DAPP');
    expect(body).toMatchObject({
      startAt: 0,
      maxResults: 50,
      total: 3,
      issues: [{}, {}, { key: 'APP-3', fields: { summary: 'three' } }],
    });
  });

  async function filled(): Promise<Ask> {
    const jira = open();
    await create(jira, { summary: 'one', labels: ['r1'] });
    await create(jira, { summary: 'two', labels: ['r2'], issuetype: { name: 'Story' } });
    await create(jira, { summary: 'three', labels: ['r1'] });
    await create(jira, { summary: 'four', labels: ['r3'], project: { key: 'WEB' } });
    await jira('POST /rest/api/3/issue/APP-3/transitions', { json: { transition: { id: '31' } } });
    return jira;
  }
});
