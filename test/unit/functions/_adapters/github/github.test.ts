// The SCM client against a service that answers in GitHub's shapes.
import { describe, expect, it } from 'vitest';
import { commit, HEAD, missing, REPO, ref, withGithub } from '../../../../support/services/github-service.ts';

const made = (name: string, sha: string) => ({
  status: 201,
  body: { ref: `refs/${name}`, object: { sha, type: 'commit' } },
});
const exists = { status: 422, body: { message: 'Reference already exists' } };
describe('verify', () => {
  const found = (more: object) => ({ [`GET ${REPO}`]: { body: { full_name: 'acme/app', ...more } } });

  it('says that it can write', async () => {
    await withGithub(found({ permissions: { push: true } }), async (client, service) => {
      expect(await client.verify()).toBe('Can write to acme/app');
      expect(service.seen[0]?.headers).toMatchObject({
        'x-github-api-version': '2022-11-28',
        'user-agent': 'windlass',
      });
    });
  });

  it.each([
    ['a token that only reads', { permissions: { push: false } }, 'integration.unauthorized'],
    ['an archived repository', { archived: true }, 'integration.refused'],
  ])('refuses %s', async (_label, more, code) => {
    await withGithub(found(more), async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code });
    });
  });

  it.each([
    ['Retry-After', { 'retry-after': '60' }, 60],
    ['its reset time', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772366430' }, 30],
  ])('answers integration.rate_limited for 403 with %s', async (_label, headers, retryAfterSeconds) => {
    const limited = { status: 403, headers, body: { message: 'API rate limit exceeded' } };
    await withGithub({ [`GET ${REPO}`]: limited }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.rate_limited',
        details: { retryAfterSeconds },
      });
    });
  });

  it('answers integration.expired when GitHub says so', async () => {
    const expired = { status: 401, body: { message: 'This token has expired' } };
    await withGithub({ [`GET ${REPO}`]: expired }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.expired' });
    });
  });

  it("tells GitHub's own message and its causes", async () => {
    const invalid = {
      status: 422,
      body: { message: 'Validation Failed', errors: [{ code: 'custom' }, { message: 'too long' }] },
    };
    await withGithub({ [`GET ${REPO}`]: invalid }, async (client) => {
      await expect(client.verify()).rejects.toThrow(
        'GitHub answered 422 to GET /repos/acme/app: Validation Failed; custom; too long',
      );
    });
  });
});

describe('headOf', () => {
  it.each([
    ['the head of a branch', ref(HEAD), { sha: HEAD }],
    ['that there is no such branch', missing, undefined],
  ])('answers %s', async (_label, answer, expected) => {
    await withGithub(
      { [`GET ${REPO}/git/ref/heads/release/1.5.0`]: answer, [`GET ${REPO}`]: { body: {} } },
      async (client) => {
        expect(await client.headOf({ branch: 'release/1.5.0' })).toEqual(expected);
      },
    );
  });

  it('calls no branch deleted where the token may not see the repository (K24)', async () => {
    const refused = { code: 'integration.refused', message: expect.stringContaining('answered 404') };
    await withGithub(
      { [`GET ${REPO}/git/ref/heads/release/1.5.0`]: missing, [`GET ${REPO}`]: missing },
      async (client) => {
        await expect(client.headOf({ branch: 'release/1.5.0' })).rejects.toMatchObject(refused);
      },
    );
  });
});

describe('createBranch', () => {
  const branch = 'release/1.5.0';
  const at = `GET ${REPO}/git/ref/heads/release/1.5.0`;

  it('cuts it from the head of the base', async () => {
    const answers = {
      [at]: missing,
      [`GET ${REPO}/git/ref/heads/main`]: ref(HEAD),
      [`POST ${REPO}/git/refs`]: made('heads/release/1.5.0', HEAD),
    };
    await withGithub(answers, async (client, service) => {
      expect(await client.createBranch({ branch, from: 'main' })).toEqual({ sha: HEAD, did: 'MADE' });
      expect(service.only(`POST ${REPO}/git/refs`).json).toEqual({ ref: 'refs/heads/release/1.5.0', sha: HEAD });
    });
  });

  it('passes a refusal on when there is no such branch after all', async () => {
    const answers = { [at]: missing, [`GET ${REPO}/git/ref/heads/main`]: ref(HEAD), [`POST ${REPO}/git/refs`]: exists };
    await withGithub(answers, async (client) => {
      await expect(client.createBranch({ branch, from: 'main' })).rejects.toMatchObject({
        code: 'integration.refused',
      });
    });
  });
});

describe('createTag', () => {
  const at = `GET ${REPO}/git/ref/tags/v1.5.0`;
  const input = { tag: 'v1.5.0', ref: 'release/1.5.0', message: 'Release 1.5.0' };
  const head = { [`GET ${REPO}/git/ref/heads/release/1.5.0`]: ref(HEAD) };
  const annotated = { sha: 'c'.repeat(40), object: { sha: HEAD } };

  it('makes an annotated tag at the head', async () => {
    const answers = {
      ...head,
      [at]: missing,
      [`POST ${REPO}/git/tags`]: { status: 201, body: annotated },
      [`POST ${REPO}/git/refs`]: made('tags/v1.5.0', annotated.sha),
    };
    await withGithub(answers, async (client, service) => {
      expect(await client.createTag(input)).toEqual({ sha: HEAD, did: 'MADE' });
      expect(service.only(`POST ${REPO}/git/tags`).json).toMatchObject({ tag: 'v1.5.0', object: HEAD, type: 'commit' });
      expect(service.only(`POST ${REPO}/git/refs`).json).toEqual({ ref: 'refs/tags/v1.5.0', sha: annotated.sha });
    });
  });

  it.each([
    ['lightweight', { [at]: ref(HEAD) }],
    ['annotated', { [at]: ref(annotated.sha, 'tag'), [`GET ${REPO}/commits/tags/v1.5.0`]: { body: commit(HEAD) } }],
  ])('takes an existing %s one at the same commit as ours when we may have made it', async (_label, answers) => {
    await withGithub({ ...head, ...answers }, async (client, service) => {
      expect(await client.createTag({ ...input, mayBeOurs: true })).toEqual({ sha: HEAD, did: 'MADE' });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('tags what is no branch by the commit it names', async () => {
    const answers = {
      [`GET ${REPO}/git/ref/heads/${HEAD}`]: missing,
      [`GET ${REPO}/commits/${HEAD}`]: { body: commit(HEAD) },
      [at]: ref(HEAD),
    };
    await withGithub(answers, async (client) => {
      expect(await client.createTag({ ...input, ref: HEAD, mayBeOurs: true })).toMatchObject({ sha: HEAD });
    });
  });
});

describe('publishRelease', () => {
  const at = `GET ${REPO}/releases/tags/v1.5.0`;
  const input = { tag: 'v1.5.0', name: '1.5.0', notes: 'All new', prerelease: false, isLatest: true };
  const page = {
    id: 7,
    html_url: 'https://github.com/acme/app/releases/7',
    name: '1.5.0',
    body: 'All new',
    prerelease: false,
  };

  it('publishes one', async () => {
    await withGithub(
      { [at]: missing, [`POST ${REPO}/releases`]: { status: 201, body: page } },
      async (client, service) => {
        expect(await client.publishRelease(input)).toEqual({ url: page.html_url, did: 'MADE' });
        expect(service.only(`POST ${REPO}/releases`).json).toEqual({
          tag_name: 'v1.5.0',
          name: '1.5.0',
          body: 'All new',
          prerelease: false,
          make_latest: 'true',
        });
      },
    );
  });

  it.each([
    ['a pre-release', { prerelease: true, isLatest: false }, { prerelease: true, make_latest: 'false' }],
    ['an older line', { prerelease: false, isLatest: false }, { prerelease: false, make_latest: 'false' }],
  ])('does not make %s the latest (K9, K10)', async (_label, given, sent) => {
    const answers = { [at]: missing, [`POST ${REPO}/releases`]: { status: 201, body: { ...page, ...given } } };
    await withGithub(answers, async (client, service) => {
      await client.publishRelease({ ...input, ...given });
      expect(service.only(`POST ${REPO}/releases`).json).toMatchObject(sent);
    });
  });

  it('leaves an existing one that is the same', async () => {
    await withGithub({ [at]: { body: page } }, async (client, service) => {
      expect(await client.publishRelease({ ...input, mayBeOurs: true })).toEqual({ url: page.html_url, did: 'MADE' });
      expect(service.seen).toHaveLength(1);
    });
  });

  it('updates an existing one that differs', async () => {
    const answers = { [at]: { body: { ...page, body: null } }, [`PATCH ${REPO}/releases/7`]: { body: page } };
    await withGithub(answers, async (client, service) => {
      await client.publishRelease({ ...input, mayBeOurs: true });
      expect(service.only(`PATCH ${REPO}/releases/7`).json).toMatchObject({ body: 'All new' });
    });
  });
});
