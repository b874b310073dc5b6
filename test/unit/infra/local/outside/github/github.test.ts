// The GitHub stand-in: repositories, refs, commits and releases.
import { describe, expect, it } from 'vitest';
import { type Ask, bearer, openWorld, type Sent } from '../world-fixture.ts';
import { exampleOf, open, R } from './github-fixture.ts';

async function headOfMain(github: Ask): Promise<string> {
  const reply = await github(`GET ${R}/git/ref/heads/main`);
  return Object(reply.body).object.sha;
}

describe('credentials', () => {
  const CASES: [authorization: string | undefined, status: number, message: string | undefined][] = [
    [undefined, 401, 'Requires authentication'],
    ['Bearer ghp_ok', 200, undefined],
    ['token ghp_ok', 200, undefined],
    ['Bearer github_pat_ok', 200, undefined],
    ['Bearer ghs_ok', 200, undefined],
    ['Bearer xoxb-1', 401, 'Bad credentials'],
    ['Bearer ghp_invalid', 401, 'Bad credentials'],
    ['Bearer ghp_expired', 401, 'Bad credentials'],
    ['Basic YTpi', 401, 'Requires authentication'],
  ];
  it.each(CASES)('%s is %i', async (authorization, status, message) => {
    const reply = await openWorld().ask('github', `GET ${R}`, { headers: authorization ? { authorization } : {} });
    expect(reply.status).toBe(status);
    if (message) expect(reply.body).toMatchObject({ message, status: String(status) });
  });

  it('names the day an expired token ended', async () => {
    const reply = await openWorld().ask('github', `GET ${R}`, { headers: bearer('ghp_expired') });
    expect(reply.headers).toEqual({ 'github-authentication-token-expiration': '2026-03-01 10:00:00 UTC' });
  });
});

describe('reading', () => {
  const CASES: [path: string, status: number, body: object][] = [
    [R, 200, { full_name: 'acme/app', archived: false, permissions: { push: true } }],
    ['/repos/Acme/APP', 200, { full_name: 'acme/app' }],
    ['/repos/acme/missing-app', 404, { message: 'Not Found' }],
    [`${R}/git/ref/heads/main`, 200, { ref: 'refs/heads/main', object: { type: 'commit' } }],
    [`${R}/git/ref/heads/other`, 404, { message: 'Not Found' }],
    [`${R}/commits/main`, 200, { commit: { message: 'fix: keep the currency of a refund (#24)' } }],
    [`${R}/commits/none`, 422, { message: 'No commit found for SHA: none' }],
    [`${R}/compare/v1.0.0...main`, 200, { total_commits: 8 }],
    [`${R}/compare/main...v1.0.0`, 200, { total_commits: 0, commits: [] }],
    [`${R}/compare/main...main`, 200, { total_commits: 0 }],
    [`${R}/compare/none...main`, 404, { message: 'Not Found' }],
    [`${R}/releases/tags/v1.0.0`, 200, { tag_name: 'v1.0.0', prerelease: false }],
    [`${R}/releases/tags/v9`, 404, { message: 'Not Found' }],
    [`${R}/actions/workflows/release.yml`, 200, { state: 'active', name: 'release' }],
    [`${R}/actions/workflows/missing.yml`, 404, { message: 'Not Found' }],
    [`${R}/actions/runs/1`, 404, { message: 'Not Found' }],
    ['/no/such/thing', 404, { message: 'Not Found', status: '404' }],
    [`${R}/commits/%E0%A4%A`, 404, { message: 'Not Found' }],
  ];
  it.each(CASES)('%s is %i', async (path, status, body) => {
    expect(await open()(`GET ${path}`)).toMatchObject({ status, body });
  });

  it('gives a repository the same hashes in every world, and two repositories others', async () => {
    const [one, again] = [await headOfMain(open()), await headOfMain(open())];
    const other = await open()('GET /repos/acme/web/git/ref/heads/main');
    expect(one).toMatch(/^[0-9a-f]{40}$/);
    expect(again).toBe(one);
    expect(Object(other.body).object.sha).not.toBe(one);
  });

  it('pages commits, newest first, with links', async () => {
    const reply = await open()(`GET ${R}/commits?per_page=5&page=2`);
    expect(reply.body).toHaveLength(5);
    expect(reply.headers?.link).toContain('page=3>; rel="next"');
    expect(reply.headers?.link).toContain('page=1>; rel="prev"');
  });
});

describe('writing what is wrong', () => {
  const CASES: [call: string, sent: Sent, status: number, message: string | RegExp][] = [
    [`POST ${R}/git/refs`, { text: '{' }, 400, 'Problems parsing JSON'],
    [`POST ${R}/git/refs`, { json: [] }, 400, /Body should be a JSON object/],
    [`POST ${R}/git/refs`, { json: { ref: 'refs/heads/x' } }, 422, /"sha" wasn't supplied/],
    [`POST ${R}/git/refs`, { json: { ref: 'refs/heads/x', sha: 7 } }, 422, /is not of type string/],
    [
      `POST ${R}/git/refs`,
      { json: { ref: 'refs/heads/x', sha: 'x', force: 1 } },
      422,
      /"force" is not a permitted key/,
    ],
    [`POST ${R}/git/refs`, { json: { ref: 'heads/x', sha: 'x' } }, 422, 'heads/x is not a valid ref name.'],
    [`POST ${R}/git/refs`, { json: { ref: 'refs/heads/a b', sha: 'x' } }, 422, /not a valid ref name/],
    [`POST ${R}/git/refs`, { json: { ref: 'refs/heads/main', sha: 'x' } }, 422, 'Reference already exists'],
    [`POST ${R}/git/refs`, { json: { ref: 'refs/heads/x', sha: 'a'.repeat(40) } }, 422, 'Object does not exist'],
    [`PATCH ${R}/git/refs/heads/none`, { json: { sha: 'x' } }, 422, 'Reference does not exist'],
    [
      `POST ${R}/git/tags`,
      { json: { tag: 'v2', message: 'm', object: 'x', type: 'commit' } },
      422,
      'Object does not exist',
    ],
    [`POST ${R}/git/tags`, { json: { tag: 'v2', message: 'm', object: 'x', type: 'bush' } }, 422, /not a member/],
    [`POST ${R}/releases`, { json: {} }, 422, /"tag_name" wasn't supplied/],
    [`POST ${R}/releases`, { json: { tag_name: 'v1.0.0' } }, 422, 'Validation Failed'],
    [`POST ${R}/actions/workflows/r.yml/dispatches`, { json: {} }, 422, /"ref" wasn't supplied/],
    [`POST ${R}/actions/workflows/r.yml/dispatches`, { json: { ref: 'none' } }, 422, 'No ref found for: none'],
    [
      `POST ${R}/actions/workflows/r.yml/dispatches`,
      { json: { ref: 'main', inputs: { a: {} } } },
      422,
      /Invalid value/,
    ],
    [`POST ${R}/actions/workflows/missing.yml/dispatches`, { json: { ref: 'main' } }, 404, 'Not Found'],
  ];
  it.each(CASES)('%s %j is %i', async (call, sent, status, message) => {
    const text = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(await open()(call, sent)).toMatchObject({ status, body: { message: text, status: String(status) } });
  });

  it('names the resource and field of a release that exists', async () => {
    const reply = await open()(`POST ${R}/releases`, { json: { tag_name: 'v1.0.0' } });
    expect(reply.body).toMatchObject({ errors: [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }] });
  });
});

describe('commits', () => {
  const commit = async (github: Ask, over: object = {}) => {
    const sha = await headOfMain(github);
    const { tree } = Object((await github(`GET ${R}/commits/${sha}`)).body).commit;
    const author = { name: 'Ben', email: 'ben@example.com' };
    const json = { message: 'fix: the door', tree: tree.sha, parents: [sha], author, ...over };
    return github(`POST ${R}/git/commits`, { json });
  };

  it('made on a branch are its head, are compared, and are the same when made twice', async () => {
    const github = open();
    const made = await commit(github);
    expect(made.status).toBe(201);
    expect((await commit(github)).body).toEqual(made.body);
    const { sha } = Object(made.body);
    await github(`POST ${R}/git/refs`, { json: { ref: 'refs/heads/fix', sha: await headOfMain(github) } });
    expect((await github(`PATCH ${R}/git/refs/heads/fix`, { json: { sha } })).status).toBe(200);
    const { body } = await github(`GET ${R}/compare/main...fix`);
    const written = { message: 'fix: the door', author: { name: 'Ben' } };
    expect(body).toMatchObject({ total_commits: 1, commits: [{ sha, author: null, commit: written }] });
    expect((await github(`GET ${R}/compare/fix...main`)).body).toMatchObject({ total_commits: 0 });
    expect((await github(`GET ${R}/commits?sha=fix&per_page=1`)).body).toMatchObject([{ sha }]);
  });

  it('of two branches diverge', async () => {
    const github = open();
    for (const name of ['one', 'other']) {
      const { sha } = Object((await commit(github, { message: name })).body);
      await github(`POST ${R}/git/refs`, { json: { ref: `refs/heads/${name}`, sha } });
    }
    const { body } = await github(`GET ${R}/compare/one...other`);
    expect(body).toMatchObject({ total_commits: 1, commits: [{ commit: { message: 'other' } }] });
    const { object } = Object((await github(`GET ${R}/git/ref/heads/other`)).body);
    const moved = await github(`PATCH ${R}/git/refs/heads/one`, { json: { sha: object.sha } });
    expect(moved).toMatchObject({ status: 422, body: { message: 'Update is not a fast forward' } });
  });

  it.each([
    [{ tree: 'x' }, 'Tree SHA does not exist'],
    [{ parents: ['a'.repeat(40)] }, 'Parent SHA does not exist or is not a commit object'],
    [{ parents: 'x' }, expect.stringContaining('is not of type array')],
    [{ message: undefined }, expect.stringContaining('"message" wasn\'t supplied')],
  ])('with %j are refused', async (over, message) => {
    expect(await commit(open(), over)).toMatchObject({ status: 422, body: { message } });
  });
});

describe('refs and tags', () => {
  it('makes a branch that can then be read and compared', async () => {
    const github = open();
    const sha = await headOfMain(github);
    const made = await github(`POST ${R}/git/refs`, { json: { ref: 'refs/heads/release/1.5.0', sha } });
    expect(made).toMatchObject({
      status: 201,
      body: { ref: 'refs/heads/release/1.5.0', object: { sha, type: 'commit' } },
    });
    expect(await github(`GET ${R}/git/ref/heads/release/1.5.0`)).toMatchObject({
      status: 200,
      body: { object: { sha } },
    });
    expect((await github(`GET ${R}/compare/v1.0.0...release/1.5.0`)).body).toMatchObject({ total_commits: 8 });
  });

  it('keeps an annotated tag apart from its ref', async () => {
    const github = open();
    const object = await headOfMain(github);
    const tag = await github(`POST ${R}/git/tags`, {
      json: { tag: 'v1.5.0', message: 'Release', object, type: 'commit' },
    });
    expect(tag.status).toBe(201);
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).status).toBe(404);
    const { sha } = Object(tag.body);
    await github(`POST ${R}/git/refs`, { json: { ref: 'refs/tags/v1.5.0', sha } });
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).body).toMatchObject({ object: { sha, type: 'tag' } });
    expect((await github(`GET ${R}/commits/v1.5.0`)).body).toMatchObject({ sha: object });
  });

  it('moves a branch back only by force', async () => {
    const github = open();
    const { body } = await github(`GET ${R}/commits/v1.0.0`);
    const sha = Object(body).sha;
    expect(await github(`PATCH ${R}/git/refs/heads/main`, { json: { sha } })).toMatchObject({ status: 422 });
    expect(await github(`PATCH ${R}/git/refs/heads/main`, { json: { sha, force: true } })).toMatchObject({
      status: 200,
    });
    expect(await headOfMain(github)).toBe(sha);
  });
});

describe('releases', () => {
  it('makes the tag and can be changed', async () => {
    const github = open();
    const made = await github(`POST ${R}/releases`, { json: { tag_name: 'v1.5.0', name: '1.5.0', body: 'Better' } });
    expect(made).toMatchObject({ status: 201, body: { tag_name: 'v1.5.0', prerelease: false } });
    const { id } = Object(made.body);
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).status).toBe(200);
    expect((await github(`PATCH ${R}/releases/${id}`, { json: { body: 'Best' } })).body).toMatchObject({
      body: 'Best',
      name: '1.5.0',
    });
    expect((await github(`GET ${R}/releases/tags/v1.5.0`)).body).toMatchObject({ id, body: 'Best' });
  });

  it('has the fields of the release in GitHub’s own example that a client reads', async () => {
    const example = exampleOf('release');
    const made = await open()(`POST ${R}/releases`, { json: { tag_name: 'v1.5.0' } });
    for (const field of ['id', 'html_url', 'tag_name', 'name', 'body', 'prerelease']) {
      expect(Object.keys(example)).toContain(field);
      expect(Object.keys(Object(made.body))).toContain(field);
    }
  });
});
