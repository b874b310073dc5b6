// The commits that GitHub's client lists, and the page on which people see them.
import { describe, expect, it } from 'vitest';
import { createGithubClient } from '../../../../../functions/_adapters/github/github-client.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import { commit, HEAD, missing, REPO, ref, withGithub } from '../../../../support/services/github-service.ts';
import { localOutbound } from '../../../../support/services/http-service.ts';

const OCTOCAT = [{ provider: 'github', externalId: 'octocat' }];

describe('commitsBetween', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => commit(String(index)));

  it('answers them oldest first, with who and when', async () => {
    const answers = {
      [`GET ${REPO}/git/ref/tags/v1.4.0`]: ref(HEAD),
      [`GET ${REPO}/compare/${HEAD}...release/1.5.0`]: { body: { total_commits: 2, commits: many(2) } },
    };
    await withGithub(answers, async (client) => {
      expect(await client.commitsBetween({ base: 'v1.4.0', head: 'release/1.5.0' })).toEqual([
        { sha: '0', message: 'fix 0', author: 'octocat', accounts: OCTOCAT, committedAt: '2026-01-02T00:00:00Z' },
        { sha: '1', message: 'fix 1', author: 'octocat', accounts: OCTOCAT, committedAt: '2026-01-02T00:00:00Z' },
      ]);
    });
  });

  const compared = `GET ${REPO}/compare/v1...v2`;
  const tagged = `GET ${REPO}/git/ref/tags/v1`;

  /** A comparison of 430 commits, page by page. */
  const paged = ({ query }: { query: Readonly<Record<string, string>> }) => {
    const all = many(430);
    const from = (Number(query.page) - 1) * 100;
    return { body: { total_commits: 430, commits: all.slice(from, from + 100) } };
  };

  it.each([
    ['the usual number', undefined, '180', 250, ['1', '2', '3', '4', '5']],
    ['as many as are asked for', 120, '310', 120, ['1', '4', '5']],
    ['all when more are asked for', 1000, '0', 430, ['1', '2', '3', '4', '5']],
  ])('answers the last ones where there are more: %s (K18)', async (_label, limit, first, length, pages) => {
    await withGithub({ [tagged]: missing, [compared]: paged }, async (client, service) => {
      const commits = await client.commitsBetween({ base: 'v1', head: 'v2', ...(limit && { limit }) });
      expect([commits[0]?.sha, commits.at(-1)?.sha, commits.length]).toEqual([first, '429', length]);
      expect(service.seen.slice(1).map((request) => request.query.page)).toEqual(pages);
    });
  });

  const head = { [`GET ${REPO}/git/ref/heads/v2`]: ref(HEAD) };
  const look = `GET ${REPO}/commits/v1`;
  it.each([
    [
      'the base is not in the repository',
      missing,
      { status: 422, body: { message: 'No commit found for SHA: v1' } },
      'ref_unknown',
    ],
    ['GitHub cannot compare', { status: 422, body: { message: 'not_available' } }, { body: commit(HEAD) }, 'refused'],
    ['the diff takes too long', { status: 500, body: { message: 'timed out' } }, { body: commit(HEAD) }, 'unavailable'],
    ['the token may not read', { status: 403, body: { message: 'Resource not accessible' } }, missing, 'unauthorized'],
  ])('tells a base that does not exist from other failures: %s (K17)', async (_label, answer, looked, code) => {
    await withGithub({ [tagged]: missing, [compared]: answer, ...head, [look]: looked }, async (client) => {
      await expect(client.commitsBetween({ base: 'v1', head: 'v2' })).rejects.toMatchObject({
        code: `integration.${code}`,
      });
    });
  });

  it.each([
    ['https://api.github.com', 'https://github.com/acme/app'],
    ['https://api.acme.ghe.com/', 'https://acme.ghe.com/acme/app'],
    ['https://git.acme.example/api/v3', 'https://git.acme.example/acme/app'],
  ])('names the page of a comparison at %s (K18)', (baseUrl, page) => {
    const sample = integrationSamples(baseUrl).GITHUB;
    const client = createGithubClient({
      ...sample,
      config: { ...sample.config, baseUrl },
      outbound: localOutbound,
      now: Date.now,
    });
    expect(client.comparisonUrl({ base: 'v1.0.0', head: 'release/ü' })).toBe(`${page}/compare/v1.0.0...release/%C3%BC`);
    expect(client.comparisonUrl({ head: 'main' })).toBe(`${page}/commits/main`);
  });

  it('answers the last of head, oldest first, without a base', async () => {
    await withGithub({ [`GET ${REPO}/commits`]: { body: many(3) } }, async (client, service) => {
      const commits = await client.commitsBetween({ head: 'main', limit: 2 });
      expect(commits.map(({ sha }) => sha)).toEqual(['1', '0']);
      expect(service.seen[0]?.query).toMatchObject({ sha: 'main' });
    });
  });
});
