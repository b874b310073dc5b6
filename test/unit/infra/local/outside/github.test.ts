// The GitHub stand-in: what it answers to what.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { type Ask, bearer, openWorld, type Sent } from './world-fixture.ts';

const examples: { name: string; examples: Record<string, Record<string, unknown>>[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples');

const R = '/repos/acme/app';
const open = (): Ask => openWorld().asking('github', bearer('ghp_x'));

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
    const reply = await openWorld().ask('github', 'GET /user', { headers: authorization ? { authorization } : {} });
    expect(reply.status).toBe(status);
    if (message) expect(reply.body).toMatchObject({ message, status: String(status) });
  });

  it('names the day an expired token ended', async () => {
    const reply = await openWorld().ask('github', 'GET /user', { headers: bearer('ghp_expired') });
    expect(reply.headers).toEqual({ 'github-authentication-token-expiration': '2026-03-01 10:00:00 UTC' });
  });
});

describe('reading', () => {
  const CASES: [path: string, status: number, body: object][] = [
    ['/user', 200, { login: 'windlass-bot', type: 'User' }],
    [R, 200, { full_name: 'acme/app', default_branch: 'main', permissions: { push: true } }],
    ['/repos/Acme/APP', 200, { full_name: 'acme/app' }],
    ['/repos/acme/missing-app', 404, { message: 'Not Found' }],
    [`${R}/git/ref/heads/main`, 200, { ref: 'refs/heads/main', object: { type: 'commit' } }],
    [`${R}/git/ref/heads/other`, 404, { message: 'Not Found' }],
    [`${R}/git/matching-refs/tags/v1`, 200, [{ ref: 'refs/tags/v1.0.0' }]],
    [`${R}/git/matching-refs/heads/none`, 200, []],
    [`${R}/branches/main`, 200, { name: 'main', commit: { commit: { message: expect.any(String) } } }],
    [`${R}/branches/release/9`, 404, { message: 'Branch not found' }],
    [`${R}/commits/main`, 200, { commit: { message: 'fix: keep the currency of a refund (#24)' } }],
    [`${R}/commits/none`, 422, { message: 'No commit found for SHA: none' }],
    [`${R}/compare/v1.0.0...main`, 200, { status: 'ahead', ahead_by: 8, behind_by: 0, total_commits: 8 }],
    [`${R}/compare/main...v1.0.0`, 200, { status: 'behind', ahead_by: 0, behind_by: 8, commits: [] }],
    [`${R}/compare/main...main`, 200, { status: 'identical', total_commits: 0 }],
    [`${R}/compare/none...main`, 404, { message: 'Not Found' }],
    [`${R}/releases/latest`, 200, { tag_name: 'v1.0.0' }],
    [`${R}/releases/tags/v1.0.0`, 200, { draft: false, prerelease: false }],
    [`${R}/releases/tags/v9`, 404, { message: 'Not Found' }],
    [`${R}/actions/workflows/release.yml`, 200, { state: 'active', path: '.github/workflows/release.yml' }],
    [`${R}/actions/workflows/missing.yml`, 404, { message: 'Not Found' }],
    [`${R}/actions/runs/1`, 404, { message: 'Not Found' }],
    ['/no/such/thing', 404, { message: 'Not Found', documentation_url: expect.any(String) }],
    [`${R}/branches/%E0%A4%A`, 404, { message: 'Not Found' }],
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
    [`DELETE ${R}/git/refs/heads/none`, {}, 422, 'Reference does not exist'],
    [
      `POST ${R}/git/tags`,
      { json: { tag: 'v2', message: 'm', object: 'x', type: 'commit' } },
      422,
      'Object does not exist',
    ],
    [`POST ${R}/git/tags`, { json: { tag: 'v2', message: 'm', object: 'x', type: 'bush' } }, 422, /not a member/],
    [`POST ${R}/releases`, { json: {} }, 422, /"tag_name" wasn't supplied/],
    [`POST ${R}/releases`, { json: { tag_name: 'v1.0.0' } }, 422, 'Validation Failed'],
    [`POST ${R}/releases`, { json: { tag_name: 'v2', target_commitish: 'none' } }, 422, 'Validation Failed'],
    [`POST ${R}/releases/generate-notes`, { json: { tag_name: 'v2', previous_tag_name: 'none' } }, 422, /previous_tag/],
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

describe('refs and tags', () => {
  it('makes a branch that can then be read, compared and removed', async () => {
    const github = open();
    const sha = await headOfMain(github);
    const made = await github(`POST ${R}/git/refs`, { json: { ref: 'refs/heads/release/1.5.0', sha } });
    expect(made).toMatchObject({
      status: 201,
      body: { ref: 'refs/heads/release/1.5.0', object: { sha, type: 'commit' } },
    });
    expect(await github(`GET ${R}/branches/release/1.5.0`)).toMatchObject({ status: 200, body: { commit: { sha } } });
    expect((await github(`GET ${R}/compare/v1.0.0...release/1.5.0`)).body).toMatchObject({ ahead_by: 8 });
    expect((await github(`DELETE ${R}/git/refs/heads/release/1.5.0`)).status).toBe(204);
    expect((await github(`GET ${R}/git/ref/heads/release/1.5.0`)).status).toBe(404);
  });

  it('keeps an annotated tag apart from its ref', async () => {
    const github = open();
    const object = await headOfMain(github);
    const tag = await github(`POST ${R}/git/tags`, {
      json: { tag: 'v1.5.0', message: 'Release', object, type: 'commit' },
    });
    expect(tag).toMatchObject({ status: 201, body: { tag: 'v1.5.0', object: { sha: object, type: 'commit' } } });
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).status).toBe(404);
    const { sha } = Object(tag.body);
    await github(`POST ${R}/git/refs`, { json: { ref: 'refs/tags/v1.5.0', sha } });
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).body).toMatchObject({ object: { sha, type: 'tag' } });
    expect((await github(`GET ${R}/git/tags/${sha}`)).body).toMatchObject({ object: { sha: object } });
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
  it('makes the tag, becomes the latest and can be changed', async () => {
    const github = open();
    const made = await github(`POST ${R}/releases`, { json: { tag_name: 'v1.5.0', name: '1.5.0', body: 'Better' } });
    expect(made).toMatchObject({ status: 201, body: { tag_name: 'v1.5.0', draft: false, assets: [] } });
    const { id } = Object(made.body);
    expect((await github(`GET ${R}/git/ref/tags/v1.5.0`)).status).toBe(200);
    expect((await github(`GET ${R}/releases/latest`)).body).toMatchObject({ id });
    expect((await github(`PATCH ${R}/releases/${id}`, { json: { body: 'Best' } })).body).toMatchObject({
      body: 'Best',
      name: '1.5.0',
    });
    expect((await github(`GET ${R}/releases/tags/v1.5.0`)).body).toMatchObject({ id, body: 'Best' });
  });

  it('writes notes of the commits since the last release', async () => {
    const { body } = await open()(`POST ${R}/releases/generate-notes`, { json: { tag_name: 'v1.5.0' } });
    expect(Object(body).body.match(/^\* /gm)).toHaveLength(8);
    expect(Object(body).body).toContain('compare/v1.0.0...v1.5.0');
  });

  it('has every field of the release in GitHub’s own example that a client could read', async () => {
    const example = exampleOf('release');
    const made = await open()(`POST ${R}/releases`, { json: { tag_name: 'v1.5.0' } });
    const core = [
      'id',
      'node_id',
      'url',
      'html_url',
      'assets_url',
      'upload_url',
      'tag_name',
      'target_commitish',
      'name',
      'body',
    ];
    for (const field of [...core, 'draft', 'prerelease', 'created_at', 'published_at', 'author', 'assets']) {
      expect(Object.keys(example)).toContain(field);
      expect(Object.keys(Object(made.body))).toContain(field);
    }
  });
});

describe('Actions', () => {
  const W = `${R}/actions/workflows/release.yml`;

  it('answers a dispatch with 204, or with the run when asked', async () => {
    const github = open();
    expect(await github(`POST ${W}/dispatches`, { json: { ref: 'main' } })).toEqual({ status: 204 });
    const detailed = await github(`POST ${W}/dispatches`, {
      json: { ref: 'main', inputs: { BRANCH: 'main' }, return_run_details: true },
    });
    expect(detailed).toMatchObject({
      status: 200,
      body: { workflow_run_id: expect.any(Number), run_url: expect.any(String) },
    });
    const run = await github(`GET ${R}/actions/runs/${Object(detailed.body).workflow_run_id}`);
    expect(run.body).toMatchObject({
      run_number: 2,
      event: 'workflow_dispatch',
      head_branch: 'main',
      status: 'queued',
      conclusion: null,
    });
  });

  it('has a run queued at first sight, then in progress, and completed when cancelled', async () => {
    const github = open();
    const { body } = await github(`POST ${W}/dispatches`, { json: { ref: 'main', return_run_details: true } });
    const run = `${R}/actions/runs/${Object(body).workflow_run_id}`;
    const statuses = [await github(`GET ${run}`), await github(`GET ${run}`)].map((reply) => Object(reply.body).status);
    expect(statuses).toEqual(['queued', 'in_progress']);
    expect((await github(`POST ${run}/cancel`)).status).toBe(202);
    expect((await github(`GET ${run}`)).body).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  });

  const FILTERS: [query: string, count: number][] = [
    ['', 2],
    ['event=workflow_dispatch', 2],
    ['event=push', 0],
    ['branch=main', 1],
    ['created=2026-03-02', 2],
    ['created=%3E%3D2026-03-02T10:00:00Z', 2],
    ['created=%3E2026-03-02T10:00:00Z', 0],
    ['created=2026-03-01..*', 2],
    ['created=2026-01-01..2026-02-01', 0],
    ['status=queued', 2],
  ];
  it.each(FILTERS)('lists runs by %j', async (query, count) => {
    const github = open();
    for (const ref of ['main', 'v1.0.0']) await github(`POST ${W}/dispatches`, { json: { ref } });
    const { body } = await github(`GET ${W}/runs?${query}`);
    expect(body).toMatchObject({ total_count: count });
    expect(Object(body).workflow_runs).toHaveLength(count);
  });

  it('lists the runs of one workflow only, newest first', async () => {
    const github = open();
    for (const ref of ['main', 'v1.0.0']) await github(`POST ${W}/dispatches`, { json: { ref } });
    await github(`POST ${R}/actions/workflows/other.yml/dispatches`, { json: { ref: 'main' } });
    const { body } = await github(`GET ${W}/runs`);
    expect(Object(body).workflow_runs.map((run: { run_number: number }) => run.run_number)).toEqual([2, 1]);
    expect((await github(`GET ${R}/actions/runs`)).body).toMatchObject({ total_count: 3 });
  });

  it('describes a run by the names GitHub uses in its own example', async () => {
    const github = open();
    await github(`POST ${W}/dispatches`, { json: { ref: 'main' } });
    const { body } = await github(`GET ${W}/runs`);
    const example = exampleOf('workflow_run');
    expect(
      Object.keys(Object(body).workflow_runs[0]).filter((name) => !LATER_FIELDS.includes(name) && !(name in example)),
    ).toEqual([]);
  });
});

/** Added to runs after the example was recorded. */
const LATER_FIELDS = ['display_title', 'path', 'run_attempt', 'run_started_at', 'actor'];

/** The resource in the first of GitHub's own webhook payloads of one event. */
function exampleOf(event: 'release' | 'workflow_run'): Record<string, unknown> {
  return examples.find(({ name }) => name === event)?.examples[0]?.[event] ?? {};
}
