// The GitLab stand-in: projects, refs, commits and releases, with GitLab's status codes and words.
import { describe, expect, it } from 'vitest';
import { bearer, openWorld } from './world-fixture.ts';

const P = '/api/v4/projects/acme%2Fapp';
const TOKEN = 'glpat-x';
const open = () => openWorld().asking('gitlab', bearer(TOKEN));

describe('a token', () => {
  it.each([
    ['as a bearer', bearer(TOKEN)],
    ['in PRIVATE-TOKEN', { 'private-token': TOKEN }],
  ])('is taken %s', async (_label, headers) => {
    expect((await openWorld().asking('gitlab', headers)(`GET ${P}`)).status).toBe(200);
  });

  it.each([
    ['none', {}, { message: '401 Unauthorized' }],
    ['one of another service', bearer('ghp_x'), { message: '401 Unauthorized' }],
    ['a wrong one', bearer('glpat-invalid'), { message: '401 Unauthorized' }],
    ['an expired one', bearer('glpat-expired'), { error: 'invalid_token' }],
  ])('is refused: %s', async (_label, headers, body) => {
    const reply = await openWorld().asking('gitlab', headers)(`GET ${P}`);
    expect(reply).toMatchObject({ status: 401, body });
  });
});

describe('what does not exist', () => {
  it.each([
    ['GET /api/v4/projects/acme%2Fmissing', '404 Project Not Found'],
    [`GET ${P}/repository/branches/nope`, '404 Branch Not Found'],
    [`GET ${P}/repository/tags/nope`, '404 Tag Not Found'],
    [`GET ${P}/repository/commits/nope`, '404 Commit Not Found'],
    [`GET ${P}/releases/nope`, '404 Not Found'],
    [`GET ${P}/pipelines/1`, '404 Not Found'],
  ])('%s is %s', async (call, message) => {
    expect(await open()(call)).toMatchObject({ status: 404, body: { message } });
  });

  it('a path that GitLab does not have is 404 too', async () => {
    expect(await open()('GET /api/v4/nonsense')).toMatchObject({ status: 404, body: { error: '404 Not Found' } });
  });
});

describe('what is refused', () => {
  const branch = (name: string, ref: string) => ({ json: { branch: name, ref } });
  it.each([
    [
      'a branch without fields',
      `POST ${P}/repository/branches`,
      { json: {} },
      400,
      { error: 'branch is missing, ref is missing' },
    ],
    [
      'a branch that exists',
      `POST ${P}/repository/branches`,
      branch('main', 'main'),
      400,
      { message: 'Branch already exists' },
    ],
    [
      'a branch of nothing',
      `POST ${P}/repository/branches`,
      branch('x', 'nope'),
      400,
      { message: 'Invalid reference name: nope' },
    ],
    [
      'a branch that cannot be',
      `POST ${P}/repository/branches`,
      branch('a b', 'main'),
      400,
      { message: 'Branch name is invalid' },
    ],
    [
      'a tag that exists',
      `POST ${P}/repository/tags`,
      { json: { tag_name: 'v1.0.0', ref: 'main' } },
      400,
      { message: 'Tag v1.0.0 already exists' },
    ],
    [
      'a release of no tag',
      `POST ${P}/releases`,
      { json: { tag_name: 'v9' } },
      422,
      { message: 'Ref is not specified' },
    ],
    [
      'a body that is no object',
      `POST ${P}/releases`,
      { text: '[' },
      400,
      { error: 'The request body must be a JSON object' },
    ],
  ])('%s', async (_label, call, sent, status, body) => {
    expect(await open()(call, sent)).toMatchObject({ status, body });
  });
});

describe('a history', () => {
  it('is shared by branches, tags and commits', async () => {
    const gitlab = open();
    await gitlab(`POST ${P}/repository/branches`, { form: { branch: 'release/2.0.0', ref: 'v1.0.0' } });
    const cut = await gitlab(`GET ${P}/repository/branches/release%2F2.0.0`);
    const tag = await gitlab(`GET ${P}/repository/tags/v1.0.0`);
    expect(Object(cut.body).commit.id).toBe(Object(tag.body).commit.id);
  });

  it.each([
    [2, 5],
    [3, 2],
  ])('is listed newest first, in pages: page %i of five has %i', async (page, length) => {
    const reply = await open()(`GET ${P}/repository/commits?ref_name=main&per_page=5&page=${page}`);
    expect(reply.body).toHaveLength(length);
  });

  it('is listed as a range, newest first', async () => {
    const gitlab = open();
    const range = (await gitlab(`GET ${P}/repository/commits?ref_name=v1.0.0..main`)).body as object[];
    const all = (await gitlab(`GET ${P}/repository/commits?ref_name=main`)).body as object[];
    expect(range).toHaveLength(8);
    expect(range).toEqual(all.slice(0, 8));
    expect((await gitlab(`GET ${P}/repository/commits?ref_name=nope..main`)).body).toEqual([]);
  });
});

it('a release page is made once, with its tag where a ref is given, and can be changed', async () => {
  const gitlab = open();
  const json = { tag_name: 'v2', ref: 'main', name: '2', description: 'New' };
  expect((await gitlab(`POST ${P}/releases`, { json })).status).toBe(201);
  expect((await gitlab(`GET ${P}/repository/tags/v2`)).status).toBe(200);
  expect(await gitlab(`POST ${P}/releases`, { json })).toMatchObject({ status: 409 });
  const changed = await gitlab(`PUT ${P}/releases/v2`, { json: { description: 'Newer' } });
  expect(changed).toMatchObject({ status: 200, body: { name: '2', description: 'Newer' } });
  expect((await gitlab(`GET ${P}/releases/v2`)).body).toMatchObject({ description: 'Newer' });
});

describe('a pipeline', () => {
  const json = { ref: 'main', variables: [{ key: 'A', value: '1' }] };

  it('is created, pending at first sight, then running', async () => {
    const gitlab = open();
    const { status, body } = await gitlab(`POST ${P}/pipeline`, { json });
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'created', source: 'api', iid: 1 } });
    const one = `${P}/pipelines/${Object(body).id}`;
    const seen = [await gitlab(`GET ${one}`), await gitlab(`GET ${one}`)].map((reply) => Object(reply.body).status);
    expect(seen).toEqual(['pending', 'running']);
    expect((await gitlab(`GET ${one}/variables`)).body).toEqual(json.variables);
  });

  it.each([
    ['ref=main', 2],
    ['ref=v1.0.0', 1],
    ['source=trigger', 0],
    ['status=created', 3],
    ['updated_after=2026-03-02T09:59:00Z', 3],
    ['updated_after=2026-03-02T10:01:00Z', 0],
  ])('is listed by %s', async (query, count) => {
    const gitlab = open();
    for (const ref of ['main', 'v1.0.0', 'main']) await gitlab(`POST ${P}/pipeline`, { json: { ref } });
    expect((await gitlab(`GET ${P}/pipelines?${query}`)).body).toHaveLength(count);
  });

  it('is started by a trigger token without any other', async () => {
    const gitlab = openWorld().asking('gitlab', {});
    const form = { token: 'glptt-x', ref: 'main', 'variables[A]': '1' };
    const { status, body } = await gitlab(`POST ${P}/trigger/pipeline`, { form });
    expect({ status, body }).toMatchObject({ status: 201, body: { source: 'trigger' } });
    expect(await gitlab(`POST ${P}/trigger/pipeline`, { form: { ...form, token: 'glptt-invalid' } })).toMatchObject({
      status: 404,
    });
  });

  it.each([
    ['a ref that is not there', { ref: 'nope' }, { message: { base: ['Reference not found'] } }],
    ['a commit', { ref: 'a'.repeat(40) }, { message: { base: ['Reference not found'] } }],
    [
      'a variable without a name',
      { ref: 'main', variables: [{ value: '1' }] },
      { message: { 'variables.key': ['is invalid'] } },
    ],
  ])('is refused for %s', async (_label, body, expected) => {
    expect(await open()(`POST ${P}/pipeline`, { json: body })).toMatchObject({ status: 400, body: expected });
  });
});
