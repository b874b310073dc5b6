// The SCM client of GitLab against a service that answers in GitLab's shapes.
import { describe, expect, it } from 'vitest';
import { createGitlabClient } from '../../../../../functions/_adapters/gitlab/gitlab-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const P = '/api/v4/projects/acme%2Fmobile%2Fapp';
const BRANCH = `GET ${P}/repository/branches/release%2F1.5.0`;
const CREATE_BRANCH = `POST ${P}/repository/branches`;
const MAIN = `GET ${P}/repository/branches/main`;
const TAG = `GET ${P}/repository/tags/v1.5.0`;
const CREATE_TAG = `POST ${P}/repository/tags`;
const TAGS = `GET ${P}/repository/tags`;
const COMMITS = `GET ${P}/repository/commits`;
const RELEASE = `GET ${P}/releases/v1.5.0`;
const CREATE_RELEASE = `POST ${P}/releases`;

const missing = { status: 404, body: { message: '404 Not Found' } };
const ref = (id: string) => ({ body: { name: 'x', commit: { id } } });
const commit = (id: string) => ({
  id,
  message: `message of ${id}`,
  author_name: 'Ada',
  author_email: 'Ada@example.com',
  committed_date: '2026-03-01T12:00:00Z',
});

async function withGitlab(
  answers: Answers,
  run: (client: ReturnType<typeof createGitlabClient>, service: HttpService) => Promise<void>,
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).GITLAB;
  await run(createGitlabClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const project = (over: object = {}) => ({
    [`GET ${P}`]: {
      body: {
        path_with_namespace: 'acme/mobile/app',
        archived: false,
        permissions: { project_access: null, group_access: { access_level: 30 } },
        ...over,
      },
    },
  });

  it('says what it can write to, with the token as a bearer', async () => {
    await withGitlab(project(), async (client, service) => {
      expect(await client.verify()).toBe('Can write to acme/mobile/app');
      expect(service.seen[0]?.headers.authorization).toBe(`Bearer glpat-${CANARY}`);
    });
  });

  it.each([
    ['an archived project', { archived: true }, /is archived/],
    ['a guest', { permissions: { project_access: { access_level: 10 }, group_access: null } }, /can read .* not write/],
  ])('refuses %s', async (_label, over, message) => {
    await withGitlab(project(over), async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringMatching(message),
      });
    });
  });

  it('takes an administrator, who has no role in the project', async () => {
    const permissions = { project_access: null, group_access: null };
    await withGitlab(project({ permissions }), async (client) => {
      expect(await client.verify()).toMatch(/^Can write/);
    });
  });

  const oauth = (error: string, error_description: string) => ({ error, error_description });
  it.each([
    ['a wrong token', 401, { message: '401 Unauthorized' }, 'unauthorized', '401 Unauthorized'],
    ['an expired token', 401, oauth('invalid_token', 'Token is expired.'), 'expired', 'Token is expired.'],
    ['a revoked token', 401, oauth('invalid_token', 'Token was revoked.'), 'expired', 'Token was revoked.'],
    ['a small scope', 403, oauth('insufficient_scope', 'Needs api.'), 'unauthorized', 'insufficient_scope; Needs api.'],
    ['a limit told as 403', 403, { message: 'Too many failed attempts' }, 'rate_limited', 'Too many failed attempts'],
    ['another project', 404, { message: '404 Project Not Found' }, 'refused', '404 Project Not Found'],
    [
      'errors by field',
      400,
      { message: { ref: ['is missing', 'is empty'], name: 'is bad' } },
      'refused',
      'ref: is missing, is empty; name: is bad',
    ],
  ])('names %s', async (_label, status, body, code, said) => {
    await withGitlab({ '*': { status, body } }, async (client) => {
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
    await withGitlab({ [BRANCH]: answer, [`GET ${P}`]: { body: {} } }, async (client) => {
      expect(await client.headOf({ branch: 'release/1.5.0' })).toEqual(expected);
    });
  });

  it('calls no branch deleted where the token may not see the repository (K24)', async () => {
    const refused = { code: 'integration.refused', message: expect.stringContaining('answered 404') };
    await withGitlab({ [BRANCH]: missing, [`GET ${P}`]: missing }, async (client) => {
      await expect(client.headOf({ branch: 'release/1.5.0' })).rejects.toMatchObject(refused);
    });
  });
});

describe('createBranch', () => {
  const input = { branch: 'release/1.5.0', from: 'main' };

  it('cuts it at the head of the other', async () => {
    const answers = { [BRANCH]: missing, [MAIN]: ref('a1'), [CREATE_BRANCH]: { status: 201, ...ref('a1') } };
    await withGitlab(answers, async (client, service) => {
      expect(await client.createBranch(input)).toEqual({ sha: 'a1', did: 'MADE' });
      expect(service.only(CREATE_BRANCH).json).toEqual({ branch: 'release/1.5.0', ref: 'a1' });
    });
  });

  it("passes GitLab's refusal on", async () => {
    const protectedName = { status: 400, body: { message: 'Branch name is invalid' } };
    await withGitlab({ [BRANCH]: missing, [MAIN]: ref('a1'), [CREATE_BRANCH]: protectedName }, async (client) => {
      await expect(client.createBranch(input)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('Branch name is invalid'),
      });
    });
  });
});

describe('createTag', () => {
  const input = { tag: 'v1.5.0', ref: 'release/1.5.0', message: 'Release' };

  it('tags the commit, not the branch, which may move', async () => {
    const answers = { [BRANCH]: ref('a1'), [TAG]: missing, [CREATE_TAG]: { status: 201, ...ref('a1') } };
    await withGitlab(answers, async (client, service) => {
      expect(await client.createTag(input)).toEqual({ sha: 'a1', did: 'MADE' });
      expect(service.only(CREATE_TAG).json).toEqual({ tag_name: 'v1.5.0', ref: 'a1', message: 'Release' });
    });
  });

  it('takes a hash where there is no branch', async () => {
    const answers = {
      [BRANCH]: missing,
      [`GET ${P}/repository/commits/release%2F1.5.0`]: { body: commit('c3') },
      [TAG]: missing,
      [CREATE_TAG]: { status: 201, ...ref('c3') },
    };
    await withGitlab(answers, async (client) => {
      expect(await client.createTag(input)).toEqual({ sha: 'c3', did: 'MADE' });
    });
  });
});

describe('publishRelease', () => {
  const input = { tag: 'v1.5.0', name: '1.5.0', notes: 'New', prerelease: false, isLatest: true };
  const again = { ...input, mayBeOurs: true };
  const page = (description: string) => ({
    body: { tag_name: 'v1.5.0', name: '1.5.0', description, _links: { self: 'https://gitlab.example/r' } },
  });

  it('makes the page', async () => {
    await withGitlab(
      { [RELEASE]: missing, [CREATE_RELEASE]: { status: 201, ...page('New') } },
      async (client, service) => {
        expect(await client.publishRelease(input)).toEqual({ url: 'https://gitlab.example/r', did: 'MADE' });
        expect(service.only(CREATE_RELEASE).json).toEqual({ tag_name: 'v1.5.0', name: '1.5.0', description: 'New' });
      },
    );
  });

  it('says of a pre-release that it is one, for which GitLab has no field (K9)', async () => {
    const made = { status: 201, ...page('*This is a pre-release.*\n\nNew') };
    await withGitlab({ [RELEASE]: missing, [CREATE_RELEASE]: made }, async (client, service) => {
      await client.publishRelease({ ...input, prerelease: true, isLatest: false });
      expect(service.only(CREATE_RELEASE).json).toMatchObject({ description: '*This is a pre-release.*\n\nNew' });
    });
  });

  it('leaves a page that is the same, and updates another', async () => {
    await withGitlab({ [RELEASE]: page('New') }, async (client, service) => {
      await client.publishRelease(again);
      expect(service.calls()).toEqual([RELEASE]);
    });
    await withGitlab({ [RELEASE]: page('Old'), [`PUT ${P}/releases/v1.5.0`]: page('New') }, async (client, service) => {
      await client.publishRelease(again);
      expect(service.calls('PUT')).toHaveLength(1);
    });
  });

  it('knows the address of a page that GitLab does not name', async () => {
    const bare = { body: { tag_name: 'v1.5.0', name: '1.5.0', description: 'New' } };
    await withGitlab({ [RELEASE]: bare }, async (client, service) => {
      const url = `${service.url}/acme/mobile/app/-/releases/v1.5.0`;
      expect(await client.publishRelease(again)).toEqual({ url, did: 'MADE' });
    });
  });
});

describe('commitsBetween', () => {
  const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => commit(`c${from - index}`));

  it('asks for a range of hashes and answers it oldest first', async () => {
    const answers = {
      [`${TAGS}/v1.0.0`]: missing,
      [`${COMMITS}/v1.0.0`]: { body: commit('a1') },
      [MAIN]: ref('b2'),
      [COMMITS]: { body: [commit('b2'), commit('b1')] },
    };
    await withGitlab(answers, async (client, service) => {
      const commits = await client.commitsBetween({ base: 'v1.0.0', head: 'main' });
      expect(commits.map(({ sha }) => sha)).toEqual(['b1', 'b2']);
      expect(commits[0]).toEqual({
        sha: 'b1',
        message: 'message of b1',
        author: 'Ada',
        accounts: [{ provider: 'email', externalId: 'ada@example.com' }],
        committedAt: '2026-03-01T12:00:00Z',
      });
      expect(service.only(COMMITS).query).toEqual({ ref_name: 'a1..b2', per_page: '100', page: '1' });
    });
  });

  it('reads page by page up to the limit', async () => {
    const answers = { [MAIN]: ref('c300'), [COMMITS]: [{ body: many(300, 100) }, { body: many(200, 100) }] };
    await withGitlab(answers, async (client, service) => {
      const commits = await client.commitsBetween({ head: 'main', limit: 150 });
      expect(commits).toHaveLength(150);
      expect([commits[0]?.sha, commits.at(-1)?.sha]).toEqual(['c151', 'c300']);
      expect(service.calls().filter((call) => call === COMMITS)).toHaveLength(2);
    });
  });

  it.each([
    ['the base is not in the project', ref('b2'), missing, 'ref_unknown'],
    ['the project is not there', { status: 404, body: { message: '404 Project Not Found' } }, missing, 'refused'],
    ['the token may not read', ref('b2'), { status: 403, body: { message: '403 Forbidden' } }, 'unauthorized'],
  ])('tells a base that does not exist from other failures: %s (K17)', async (_label, main, looked, code) => {
    const answers = {
      ...{ [MAIN]: main, [`${COMMITS}/main`]: missing },
      ...{ [`${TAGS}/v0.9.0`]: missing, [`${COMMITS}/v0.9.0`]: looked },
    };
    await withGitlab(answers, async (client) => {
      await expect(client.commitsBetween({ base: 'v0.9.0', head: 'main' })).rejects.toMatchObject({
        code: `integration.${code}`,
      });
    });
  });

  it('names the page of a comparison (K18)', async () => {
    await withGitlab({}, async (client, service) => {
      const page = `${service.url}/acme/mobile/app/-`;
      expect(client.comparisonUrl({ base: 'v1.0.0', head: 'main' })).toBe(`${page}/compare/v1.0.0...main`);
      expect(client.comparisonUrl({ head: 'main' })).toBe(`${page}/commits/main`);
    });
  });
});
