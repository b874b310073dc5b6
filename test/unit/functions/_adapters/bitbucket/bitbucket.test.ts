// The SCM client of Bitbucket Cloud against a service that answers in Bitbucket's shapes.
import { describe, expect, it } from 'vitest';
import { createBitbucketClient } from '../../../../../functions/_adapters/bitbucket/bitbucket-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const R = '/repositories/acme/app';
const BRANCH = `GET ${R}/refs/branches/release/1.5.0`;
const CREATE_BRANCH = `POST ${R}/refs/branches`;
const MAIN = `GET ${R}/refs/branches/main`;
const TAG = `GET ${R}/refs/tags/v1.5.0`;
const CREATE_TAG = `POST ${R}/refs/tags`;
const COMMITS = `GET ${R}/commits`;

const missing = { status: 404, body: { type: 'error', error: { message: 'No such thing' } } };
const ref = (hash: string, href?: string) => ({
  body: { name: 'x', target: { hash }, ...(href && { links: { html: { href } } }) },
});
const commit = (
  hash: string,
  author: object = { raw: 'Ada Example <ada@example.com>', user: { nickname: 'ada' } },
) => ({
  hash,
  message: `message of ${hash}`,
  date: '2026-03-01T12:00:00+00:00',
  author,
});

async function withBitbucket(
  answers: Answers,
  run: (client: ReturnType<typeof createBitbucketClient>, service: HttpService) => Promise<void>,
  credentials: object = {},
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).BITBUCKET;
  const context = { ...sample, credentials: { ...sample.credentials, ...credentials } };
  await run(createBitbucketClient({ ...context, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const repository = {
    [`GET ${R}`]: { body: { full_name: 'acme/app' }, headers: { 'x-oauth-scopes': 'account, repository:write' } },
    'GET /repositories/acme': { body: { values: [{ full_name: 'acme/app' }] } },
  };

  it.each([
    ['an account', {}, `Basic ${Buffer.from(`ada@acme.example:ATATT${CANARY}`).toString('base64')}`],
    ['an access token alone', { username: undefined, token: 'ATCTT1' }, 'Bearer ATCTT1'],
  ])('signs in with %s', async (_label, credentials, expected) => {
    await withBitbucket(
      repository,
      async (client, service) => {
        expect(await client.verify()).toBe('Can write to acme/app');
        expect(service.seen[0]?.headers.authorization).toBe(expected);
      },
      credentials,
    );
  });

  it.each([
    ['a wrong token', 401, { message: 'Token is invalid.' }, 'unauthorized', 'Token is invalid.'],
    ['an expired token', 401, { message: 'Token is expired.' }, 'expired', 'Token is expired.'],
    [
      'a missing privilege',
      403,
      { message: 'No access', detail: { required: ['repository'] } },
      'unauthorized',
      'No access',
    ],
    [
      'another repository',
      404,
      { message: 'Repository x not found', detail: 'Look again' },
      'refused',
      'not found: Look again',
    ],
  ])('names %s', async (_label, status, error, code, said) => {
    await withBitbucket({ '*': { status, body: { type: 'error', error } } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: `integration.${code}`,
        message: expect.stringContaining(said),
      });
    });
  });
});

describe('headOf', () => {
  it.each([
    ['the head of a branch', ref('a1'), { sha: 'a1' }],
    ['that there is no such branch', missing, undefined],
  ])('answers %s', async (_label, answer, expected) => {
    await withBitbucket({ [BRANCH]: answer, [`GET ${R}`]: { body: {} } }, async (client) => {
      expect(await client.headOf({ branch: 'release/1.5.0' })).toEqual(expected);
    });
  });

  it('calls no branch deleted where the token may not see the repository (K24)', async () => {
    const refused = { code: 'integration.refused', message: expect.stringContaining('answered 404') };
    await withBitbucket({ [BRANCH]: missing, [`GET ${R}`]: missing }, async (client) => {
      await expect(client.headOf({ branch: 'release/1.5.0' })).rejects.toMatchObject(refused);
    });
  });
});

describe('createBranch', () => {
  const input = { branch: 'release/1.5.0', from: 'main' };

  it('cuts it at the head of the other', async () => {
    const answers = { [BRANCH]: missing, [MAIN]: ref('a1'), [CREATE_BRANCH]: { status: 201, ...ref('a1') } };
    await withBitbucket(answers, async (client, service) => {
      expect(await client.createBranch(input)).toEqual({ sha: 'a1', did: 'MADE' });
      expect(service.only(CREATE_BRANCH).json).toEqual({ name: 'release/1.5.0', target: { hash: 'a1' } });
    });
  });

  it("passes Bitbucket's refusal on", async () => {
    const refused = { status: 400, body: { type: 'error', error: { message: 'Not allowed here' } } };
    await withBitbucket({ [BRANCH]: missing, [MAIN]: ref('a1'), [CREATE_BRANCH]: refused }, async (client) => {
      await expect(client.createBranch(input)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('Not allowed here'),
      });
    });
  });
});

describe('createTag', () => {
  const input = { tag: 'v1.5.0', ref: 'release/1.5.0', message: 'Release' };

  it('tags the head of the branch', async () => {
    const answers = { [BRANCH]: ref('a1'), [TAG]: missing, [CREATE_TAG]: { status: 201, ...ref('a1') } };
    await withBitbucket(answers, async (client, service) => {
      expect(await client.createTag(input)).toEqual({ sha: 'a1', did: 'MADE' });
      const body = { name: 'v1.5.0', message: 'Release', target: { hash: 'a1' } };
      expect(service.only(CREATE_TAG).json).toEqual(body);
    });
  });
});

describe('publishRelease', () => {
  const input = { tag: 'v1.5.0', name: '1.5.0', notes: 'New', prerelease: false, isLatest: true };

  it.each([
    ['the page that Bitbucket names', 'https://bitbucket.org/tags/1', 'https://bitbucket.org/tags/1'],
    ['the page that a tag has', undefined, 'https://bitbucket.org/acme/app/src/v1.5.0'],
  ])('answers %s, there being no release pages', async (_label, href, url) => {
    await withBitbucket({ [TAG]: ref('a1', href) }, async (client, service) => {
      expect(await client.publishRelease(input)).toEqual({ url, did: 'MADE' });
      expect(service.calls()).toEqual([TAG]);
    });
  });

  it('is refused without the tag', async () => {
    await withBitbucket({ [TAG]: missing }, async (client) => {
      await expect(client.publishRelease(input)).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });
});

describe('commitsBetween', () => {
  it.each([
    ['its own next one', [commit('b2'), commit('b1')], ['b1', 'b2']],
    ['empty and its own next one', [], []],
  ])('stops at a page that is %s', async (_label, values, expected) => {
    const next = 'https://api.bitbucket.org/2.0/repositories/acme/app/commits?include=b2&page=2';
    await withBitbucket({ [MAIN]: ref('b2'), [COMMITS]: { body: { values, next } } }, async (client) => {
      expect((await client.commitsBetween({ head: 'main' })).map(({ sha }) => sha)).toEqual(expected);
    });
  });

  it('follows the query of the next page, never its host, and answers oldest first', async () => {
    const next = 'https://elsewhere.example/steal?include=b3&exclude=a1&pagelen=100&page=2&ctx=c';
    const answers = {
      [`GET ${R}/refs/branches/v1.0.0`]: missing,
      [`GET ${R}/refs/tags/v1.0.0`]: ref('a1'),
      [MAIN]: ref('b3'),
      [COMMITS]: [{ body: { values: [commit('b3'), commit('b2')], next } }, { body: { values: [commit('b1')] } }],
    };
    await withBitbucket(answers, async (client, service) => {
      const commits = await client.commitsBetween({ base: 'v1.0.0', head: 'main' });
      expect(commits.map(({ sha }) => sha)).toEqual(['b1', 'b2', 'b3']);
      const asked = service.seen.filter(({ path }) => path === `${R}/commits`).map(({ query }) => query);
      expect(asked).toEqual([
        { include: 'b3', exclude: 'a1', pagelen: '100' },
        { include: 'b3', exclude: 'a1', pagelen: '100', page: '2', ctx: 'c' },
      ]);
    });
  });

  it('ends at the limit, with the newest', async () => {
    const values = ['b3', 'b2', 'b1'].map((hash) => commit(hash));
    await withBitbucket({ [MAIN]: ref('b3'), [COMMITS]: { body: { values, next: 'x' } } }, async (client) => {
      const commits = await client.commitsBetween({ head: 'main', limit: 2 });
      expect(commits.map(({ sha }) => sha)).toEqual(['b2', 'b3']);
    });
  });

  it.each([
    ['nickname', { raw: 'A <a@b>', user: { nickname: 'ada', display_name: 'Ada' } }, 'ada'],
    ['display name', { raw: 'A <a@b>', user: { display_name: 'Ada' } }, 'Ada'],
    ['name in the commit, without the address', { raw: 'Ada Example <ada@example.com>', user: null }, 'Ada Example'],
    ['absence', {}, 'unknown'],
  ])('names an author by %s', async (_label, author, expected) => {
    const values = [commit('b1', author)];
    await withBitbucket({ [MAIN]: ref('b1'), [COMMITS]: { body: { values } } }, async (client) => {
      expect((await client.commitsBetween({ head: 'main' }))[0]?.author).toBe(expected);
    });
  });

  it.each([' ', '<'])('names an author of 100,000 times "%s" within a moment (S16)', async (character) => {
    const raw = `Ada${character.repeat(100_000)}x`;
    const values = [commit('b1', { raw, user: null })];
    await withBitbucket({ [MAIN]: ref('b1'), [COMMITS]: { body: { values } } }, async (client) => {
      const before = performance.now();
      expect((await client.commitsBetween({ head: 'main' }))[0]?.author).toBe(raw);
      expect(performance.now() - before).toBeLessThan(1_000);
    });
  });

  it.each([
    ['the base is not in the repository', ref('b3'), 'ref_unknown'],
    ['the repository is not there', missing, 'refused'],
  ])('tells a base that does not exist from other failures: %s (K17)', async (_label, main, code) => {
    await withBitbucket({ [MAIN]: main, '*': missing }, async (client) => {
      await expect(client.commitsBetween({ base: 'v0.9.0', head: 'main' })).rejects.toMatchObject({
        code: `integration.${code}`,
      });
    });
  });

  it('names the page of a comparison (K18)', async () => {
    await withBitbucket({}, async (client) => {
      const page = 'https://bitbucket.org/acme/app';
      expect(client.comparisonUrl({ base: 'v1.0.0', head: 'main' })).toBe(`${page}/branches/compare/main%0Dv1.0.0`);
      expect(client.comparisonUrl({ head: 'main' })).toBe(`${page}/commits/branch/main`);
    });
  });

  it('takes a hash, and refuses what is nothing', async () => {
    const nothing = { [`GET ${R}/refs/branches/abc`]: missing, [`GET ${R}/refs/tags/abc`]: missing };
    const hash = { [`GET ${R}/commit/abc`]: { body: commit('abcdef') }, [COMMITS]: { body: { values: [] } } };
    await withBitbucket({ ...nothing, ...hash }, async (client, service) => {
      expect(await client.commitsBetween({ head: 'abc' })).toEqual([]);
      expect(service.only(COMMITS).query).toMatchObject({ include: 'abcdef' });
    });
    await withBitbucket({ '*': missing }, async (client) => {
      await expect(client.commitsBetween({ head: 'abc' })).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });
});
