// The Google Play stand-in: tokens, edits and the rules of a track's releases.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../../infra/local/contracts.ts';
import { type Ask, bearer, googleAssertion, NOW, openWorld } from '../world-fixture.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const EDITS = '/androidpublisher/v3/applications/com.acme.app/edits';
const open = (): Ask => openWorld().asking('play-store', bearer('ya29.test'));

async function openEdit(play: Ask): Promise<string> {
  const { body } = await play(`POST ${EDITS}`, { json: {} });
  return `${EDITS}/${Object(body).id}`;
}
const release = (more: object = {}) => ({ name: '1.5.0', versionCodes: ['417'], status: 'completed', ...more });

describe('the token endpoint', () => {
  const seconds = NOW / 1000;
  const CASES: [what: string, form: Record<string, string>, error: string][] = [
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no assertion', { grant_type: GRANT }, 'invalid_request'],
    ['another algorithm', { grant_type: GRANT, assertion: googleAssertion({}, { alg: 'HS256' }) }, 'invalid_grant'],
    ['a short signature', { grant_type: GRANT, assertion: googleAssertion().slice(0, -9) }, 'invalid_grant'],
    ['no account', { grant_type: GRANT, assertion: googleAssertion({ iss: '' }) }, 'invalid_grant'],
    [
      'an invalid account',
      { grant_type: GRANT, assertion: googleAssertion({ iss: 'invalid@acme.example' }) },
      'invalid_grant',
    ],
    [
      'another audience',
      { grant_type: GRANT, assertion: googleAssertion({ aud: 'https://acme.example' }) },
      'invalid_grant',
    ],
    [
      'a past one',
      { grant_type: GRANT, assertion: googleAssertion({ iat: seconds - 7200, exp: seconds - 3600 }) },
      'invalid_grant',
    ],
    [
      'a life of two hours',
      { grant_type: GRANT, assertion: googleAssertion({ exp: seconds + 7200 }) },
      'invalid_grant',
    ],
    ['another scope', { grant_type: GRANT, assertion: googleAssertion({ scope: 'email' }) }, 'invalid_scope'],
  ];
  it.each(CASES)('refuses %s', async (_, form, error) => {
    const reply = await openWorld().ask('play-store', 'POST /token', { form });
    expect(reply).toMatchObject({ status: 400, body: { error, error_description: expect.any(String) } });
  });

  it('says of an expired account that it is', async () => {
    const form = { grant_type: GRANT, assertion: googleAssertion({ iss: 'expired@acme.example' }) };
    expect((await openWorld().ask('play-store', 'POST /token', { form })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  });

  it('gives a token that holds for an hour', async () => {
    const { ask, clock } = openWorld();
    const issued = await ask('play-store', 'POST /token', {
      form: { grant_type: GRANT, assertion: googleAssertion() },
    });
    expect(issued).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
    const headers = bearer(Object(issued.body).access_token);
    const statuses = [(await ask('play-store', `POST ${EDITS}`, { headers })).status];
    clock.now += 3_600_000;
    statuses.push((await ask('play-store', `POST ${EDITS}`, { headers })).status);
    expect(statuses).toEqual([200, 401]);
  });
});

describe('credentials', () => {
  it.each([undefined, 'abc', 'ya29.invalid', 'ya29.expired'])('%s is 401', async (token) => {
    const reply = await openWorld().ask('play-store', `POST ${EDITS}`, token ? { headers: bearer(token) } : {});
    expect(reply).toMatchObject({ status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } });
    expect(reply.headers?.['www-authenticate']).toMatch(/^Bearer realm=/);
  });
});

describe('paths', () => {
  const CASES: [call: string, status: number, message: string | RegExp][] = [
    ['POST /androidpublisher/v3/applications/com.acme.missing/edits', 404, 'Package not found: com.acme.missing.'],
    ['POST /androidpublisher/v3/applications/acme/edits', 404, 'Package not found: acme.'],
    ['GET /androidpublisher/v2/x', 404, 'Not Found'],
  ];
  it.each(CASES)('%s is %i', async (call, status, message) => {
    expect(await open()(call)).toMatchObject({
      status,
      body: { error: { code: status, message, errors: [{ domain: 'global' }] } },
    });
  });
});

describe('an edit', () => {
  it('changes the tracks for all when it is committed, and not before', async () => {
    const play = open();
    const edit = await openEdit(play);
    const put = await play(`PUT ${edit}/tracks/production`, { json: { track: 'production', releases: [release()] } });
    expect(put).toMatchObject({
      status: 200,
      body: { track: 'production', releases: [{ versionCodes: ['417'], status: 'completed' }] },
    });
    expect((await play(`GET ${edit}/tracks/production`)).body).toEqual(put.body);
    const other = await openEdit(play);
    expect((await play(`GET ${other}/tracks/production`)).body).toEqual({ track: 'production' });
    await play(`PUT ${other}/tracks/production`, { json: { releases: [release()] } });
    expect((await play(`POST ${other}:commit`)).body).toMatchObject({
      id: other.split('/').at(-1),
      expiryTimeSeconds: expect.stringMatching(/^\d+$/),
    });
    const third = await openEdit(play);
    expect((await play(`GET ${third}/tracks/production`)).body).toMatchObject({ releases: [{ name: '1.5.0' }] });
  });

  it('ends with its commit, its removal, its age, and the opening of another', async () => {
    const world = openWorld();
    const play = world.asking('play-store', bearer('ya29.test'));
    const messageOf = async (edit: string) => Object((await play(`GET ${edit}/details`)).body).error?.message;
    const committed = await openEdit(play);
    await play(`POST ${committed}:commit`);
    const removed = await openEdit(play);
    expect((await play(`DELETE ${removed}`)).status).toBe(204);
    const replaced = await openEdit(play);
    const old = await openEdit(play);
    world.clock.now += 7_200_000;
    expect([
      await messageOf(committed),
      await messageOf(removed),
      await messageOf(replaced),
      await messageOf(old),
    ]).toEqual([
      'This edit has already been successfully committed, please create a new Edit.',
      'This Edit has been deleted.',
      'This Edit has been deleted.',
      'This edit has expired, please create a new Edit.',
    ]);
  });

  it('lists bundles with what was released and one that was not, and names the default language', async () => {
    const play = open();
    const edit = await openEdit(play);
    await play(`PUT ${edit}/tracks/beta`, { json: { releases: [release({ versionCodes: ['900'] })] } });
    const { body } = await play(`GET ${edit}/bundles`);
    expect(Object(body).bundles.map(({ versionCode }: { versionCode: number }) => versionCode)).toEqual([
      100, 101, 102, 900, 901,
    ]);
    expect((await play(`GET ${edit}/details`)).body).toMatchObject({ defaultLanguage: 'en-US' });
  });
});

describe('a track', () => {
  const CASES: [what: string, body: Json, message: RegExp | undefined][] = [
    ['a completed release', { releases: [release()] }, undefined],
    ['a staged release', { releases: [release({ status: 'inProgress', userFraction: 0.1 })] }, undefined],
    ['a halted release', { releases: [release({ status: 'halted', userFraction: 0.1 })] }, undefined],
    ['a draft without version', { releases: [{ status: 'draft' }] }, undefined],
    [
      'a staged one beside a completed one',
      { releases: [release(), release({ status: 'inProgress', userFraction: 0.5, versionCodes: ['418'] })] },
      undefined,
    ],
    ['a version code as a number', { releases: [release({ versionCodes: [417] })] }, undefined],
    ['notes', { releases: [release({ releaseNotes: [{ language: 'en-US', text: 'Better' }] })] }, undefined],
    ['nothing', null, /Expected an object/],
    ['another track', { track: 'beta', releases: [] }, /does not match/],
    ['an unknown field', { releases: [release({ colour: 'red' })] }, /Unknown name "colour" at 'track.releases\[0\]'/],
    ['no status', { releases: [release({ status: undefined })] }, /status must be specified/],
    ['an unknown status', { releases: [release({ status: 'done' })] }, /"done"/],
    [
      'a staged one without fraction',
      { releases: [release({ status: 'inProgress' })] },
      /user fraction greater than 0/,
    ],
    ['a fraction of 1', { releases: [release({ status: 'inProgress', userFraction: 1 })] }, /less than 1/],
    ['a fraction of 0', { releases: [release({ status: 'halted', userFraction: 0 })] }, /greater than 0/],
    [
      'a completed one with a fraction',
      { releases: [release({ userFraction: 0.5 })] },
      /must not have a user fraction/,
    ],
    ['no version code', { releases: [release({ versionCodes: [] })] }, /must specify version codes/],
    ['a version code that is none', { releases: [release({ versionCodes: ['1.5'] })] }, /"1.5"/],
    ['two completed releases', { releases: [release(), release()] }, /at most one completed/],
    [
      'long notes',
      { releases: [release({ releaseNotes: [{ language: 'en-US', text: 'x'.repeat(501) }] })] },
      /too long/,
    ],
    ['notes without a language', { releases: [release({ releaseNotes: [{ text: 'x' }] })] }, /must have a language/],
  ];
  it.each(CASES)('with %s', async (_, body, message) => {
    const play = open();
    const reply = await play(`PUT ${await openEdit(play)}/tracks/production`, { json: body });
    if (!message) expect(reply).toMatchObject({ status: 200, body: { track: 'production' } });
    else
      expect(reply).toMatchObject({
        status: 400,
        body: { error: { message: expect.stringMatching(message), status: 'INVALID_ARGUMENT' } },
      });
  });

  it('of a name nobody used is 404', async () => {
    const play = open();
    const edit = await openEdit(play);
    expect((await play(`GET ${edit}/tracks/friends`)).status).toBe(404);
  });
});

describe('release notes', () => {
  const noted = (...languages: string[]) => ({
    track: 'production',
    releases: [release({ releaseNotes: languages.map((language) => ({ language, text: 'New' })) })],
  });

  it.each([
    ['in the languages of the listings', ['en-US', 'de-DE'], 200, undefined],
    ['in a language without a listing', ['en-US', 'fr-FR'], 403, 'apkRecentChangesAddedForMissingLanguage'],
  ])('%s are answered at the commit', async (_, languages, status, reason) => {
    const play = open();
    const edit = await openEdit(play);
    expect((await play(`PUT ${edit}/tracks/production`, { json: noted(...languages) })).status).toBe(200);
    const reply = await play(`POST ${edit}:commit`);
    expect(reply.status).toBe(status);
    if (reason) expect(reply.body).toMatchObject({ error: { errors: [{ reason }] } });
  });

  it('are refused twice in one language', async () => {
    const play = open();
    const edit = await openEdit(play);
    expect((await play(`PUT ${edit}/tracks/production`, { json: noted('en-US', 'en-US') })).status).toBe(400);
  });
});
