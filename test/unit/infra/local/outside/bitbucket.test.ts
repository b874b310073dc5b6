// The Bitbucket stand-in: refs and commits, with Bitbucket's status codes and words.
import { describe, expect, it } from 'vitest';
import { basic, bearer, openWorld } from './world-fixture.ts';

const R = '/repositories/acme/app';
const open = () => openWorld().asking('bitbucket', bearer('ATCTT1'));

describe('a credential', () => {
  it.each([
    ['an access token', bearer('ATCTT1'), 200],
    ['an account with its password', basic('ada', 'app-password'), 200],
    ['a password without an account', basic('', 'app-password'), 401],
    ['a wrong token', bearer('invalid'), 401],
    ['an expired token', bearer('expired'), 401],
    ['nothing', {}, 401],
  ])('that is %s', async (_label, headers, status) => {
    expect((await openWorld().asking('bitbucket', headers)(`GET ${R}`)).status).toBe(status);
  });
});

it.each([
  ['GET /repositories/acme/missing', 'Repository acme/missing not found'],
  [`GET ${R}/refs/branches/nope`, 'No branch nope'],
  [`GET ${R}/refs/tags/nope`, 'No tag nope'],
  [`GET ${R}/commit/nope`, 'Commit not found'],
  [`GET ${R}/commits?include=nope`, 'Commit not found'],
  ['GET /nonsense', 'Resource not found'],
])('%s is 404: %s', async (call, message) => {
  expect(await open()(call)).toMatchObject({ status: 404, body: { type: 'error', error: { message } } });
});

describe('a ref', () => {
  const target = { hash: 'main' };
  it.each(['branches', 'tags'])('of %s is made once', async (kind) => {
    const bitbucket = open();
    const json = { name: 'release/2', target, message: 'New' };
    expect((await bitbucket(`POST ${R}/refs/${kind}`, { json })).status).toBe(201);
    expect(await bitbucket(`POST ${R}/refs/${kind}`, { json })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('"release/2" already exists') } },
    });
    const found = await bitbucket(`GET ${R}/refs/${kind}/release/2`);
    expect(found).toMatchObject({ status: 200, body: { target: { hash: expect.stringMatching(/^[0-9a-f]{40}$/) } } });
  });

  it.each([
    ['no name', { target }],
    ['no target', { name: 'x' }],
    ['a name that cannot be', { name: 'a..b', target }],
    ['a target that is not there', { name: 'x', target: { hash: 'nope' } }],
  ])('with %s is refused', async (_label, json) => {
    expect((await open()(`POST ${R}/refs/branches`, { json })).status).toBe(400);
  });
});

it('commits come newest first, without those excluded, in pages led to by `next` alone', async () => {
  const bitbucket = open();
  const first = await bitbucket(`GET ${R}/commits?include=main&exclude=v1.0.0&pagelen=5`);
  const { values, next } = Object(first.body);
  expect(values).toHaveLength(5);
  const { pathname, search } = new URL(next);
  const second = await bitbucket(`GET ${pathname.replace('/_local/bitbucket', '')}${search}`);
  expect(Object(second.body).values).toHaveLength(3);
  expect(second.body).not.toHaveProperty('next');
});
