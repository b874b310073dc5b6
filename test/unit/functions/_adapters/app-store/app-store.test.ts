// The store client against a service that answers in App Store Connect's shapes: each step looks before it acts.
import { verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { appleKeys } from '../../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import type { Answers, HttpService } from '../../../../support/services/http-service.ts';
import { data, NOW, VERSIONS, withApple, writes } from './app-store-fixture.ts';

const ATTACHED = 'GET /v1/appStoreVersions/v1/build';
const ATTACH = 'PATCH /v1/appStoreVersions/v1/relationships/build';
const NOTES = 'GET /v1/appStoreVersions/v1/appStoreVersionLocalizations';
const LIST = 'GET /v1/reviewSubmissions';
const SUBMIT = 'PATCH /v1/reviewSubmissions/s1';
const ITEMS = 'GET /v1/reviewSubmissions/s1/items';

const version = (appVersionState: string) => ({ id: 'v1', attributes: { versionString: '1.5.0', appVersionState } });
const build = (id: string, processingState: string) => ({ id, attributes: { version: id, processingState } });
const expired = (id: string) => ({ id, attributes: { version: id, processingState: 'VALID', expired: true } });
const submission = (id: string, state: string, versionId?: string) => ({
  id,
  attributes: { state },
  relationships: versionId ? { appStoreVersionForReview: { data: { type: 'appStoreVersions', id: versionId } } } : {},
});

/** Nothing done yet but the upload. */
const FRESH: Answers = {
  [VERSIONS]: data([]),
  'POST /v1/appStoreVersions': { status: 201, ...data(version('PREPARE_FOR_SUBMISSION')) },
  'GET /v1/builds': data([build('b1', 'VALID')]),
  [ATTACHED]: data(null),
  [ATTACH]: { status: 204 },
  [NOTES]: data([{ id: 'l1', attributes: { locale: 'en-US', whatsNew: null } }]),
  'PATCH /v1/appStoreVersionLocalizations/l1': data({}),
  [LIST]: data([]),
  'POST /v1/reviewSubmissions': { status: 201, ...data(submission('s1', 'READY_FOR_REVIEW')) },
  'POST /v1/reviewSubmissionItems': { status: 201, ...data({}) },
  [SUBMIT]: data(submission('s1', 'WAITING_FOR_REVIEW')),
};
const INPUT = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('All new') };
const NEWEST = { version: '1.5.0', notes: inEnglish('') };

describe('verify', () => {
  const PROBE = 'PATCH /v1/appStoreVersions/windlass-verifies';
  const failed = (status: number, code: string) => ({ status, body: { errors: [{ code, detail: 'No' }] } });
  const app = {
    'GET /v1/apps/6446998023': data({ attributes: { name: 'Acme', bundleId: 'com.acme.app' } }),
    [PROBE]: failed(404, 'NOT_FOUND'),
  };

  it('refuses a key whose role may not change versions (K27)', async () => {
    await withApple({ ...app, [PROBE]: failed(403, 'FORBIDDEN_ERROR') }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.unauthorized',
        message: expect.stringMatching(/^The key can read Acme but not change its versions, .* App Manager: .*403/),
      });
    });
  });
  const tokenOf = (service: HttpService, index: number) =>
    (service.seen[index]?.headers.authorization ?? '').replace('Bearer ', '');

  it('names the app and signs in with a token of ten minutes', async () => {
    await withApple(app, async (client, service) => {
      expect(await client.verify()).toBe('Can read Acme (com.acme.app)');
      const [header = '', claims = '', signature = ''] = tokenOf(service, 0).split('.');
      const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
      expect(decode(header)).toEqual({ alg: 'ES256', typ: 'JWT', kid: 'KEY1' });
      const seconds = NOW / 1000;
      expect(decode(claims)).toEqual({ iss: 'issuer-1', iat: seconds, exp: seconds + 600, aud: 'appstoreconnect-v1' });
      const key = { key: appleKeys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
      const signed = Buffer.from(`${header}.${claims}`);
      expect(verifySignature('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);
    });
  });

  it('keeps the token while it holds and makes a new one before it ends', async () => {
    let now = NOW;
    await withApple(
      app,
      async (client, service) => {
        for (const seconds of [0, 539, 1]) {
          now += seconds * 1000;
          await client.verify();
        }
        expect(tokenOf(service, 2)).toBe(tokenOf(service, 0));
        expect(tokenOf(service, 4)).not.toBe(tokenOf(service, 0));
      },
      () => now,
    );
  });

  it.each([
    ['401', 401, 'NOT_AUTHORIZED', 'integration.unauthorized'],
    ['403', 403, 'FORBIDDEN_ERROR', 'integration.unauthorized'],
    ['an unsigned agreement', 403, 'FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED', 'integration.refused'],
  ])('names %s', async (_label, status, code, expected) => {
    const body = { errors: [{ status: String(status), code, title: 'No.', detail: 'It must not have expired.' }] };
    await withApple({ '*': { status, body } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: expected, message: expect.stringContaining(code) });
    });
  });
});

describe('submit', () => {
  it('makes version, submission and item, attaches the build, writes the notes and submits', async () => {
    await withApple(FRESH, async (client, service) => {
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1', versionId: 'v1' });
      expect(writes(service)).toEqual([
        'POST /v1/appStoreVersions',
        ATTACH,
        'PATCH /v1/appStoreVersionLocalizations/l1',
        'POST /v1/reviewSubmissions',
        'POST /v1/reviewSubmissionItems',
        SUBMIT,
      ]);
      expect(service.only('GET /v1/builds').query).toMatchObject({
        'filter[app]': '6446998023',
        'filter[preReleaseVersion.version]': '1.5.0',
        'filter[version]': '1045',
        sort: '-uploadedDate',
      });
      expect(service.only(ATTACH).json).toEqual({ data: { type: 'builds', id: 'b1' } });
      expect(service.only(SUBMIT).json).toEqual({
        data: { type: 'reviewSubmissions', id: 's1', attributes: { submitted: true } },
      });
    });
  });

  it.each([
    ['the version', { [VERSIONS]: data([version('PREPARE_FOR_SUBMISSION')]) }, ['POST /v1/appStoreVersions']],
    ['the build', { [ATTACHED]: data({ id: 'b1' }) }, [ATTACH]],
    [
      'the notes',
      { [NOTES]: data([{ id: 'l1', attributes: { locale: 'en-US', whatsNew: 'All new' } }]) },
      ['PATCH /v1/appStoreVersionLocalizations/l1'],
    ],
    [
      'an empty draft',
      { [LIST]: data([submission('s1', 'READY_FOR_REVIEW')]), [ITEMS]: data([]) },
      ['POST /v1/reviewSubmissions'],
    ],
    [
      'a draft with the version',
      { [LIST]: data([submission('s1', 'READY_FOR_REVIEW', 'v1')]) },
      ['POST /v1/reviewSubmissions', 'POST /v1/reviewSubmissionItems'],
    ],
    [
      'a draft that shows the version among its items only',
      {
        [LIST]: data([submission('s1', 'READY_FOR_REVIEW')]),
        [ITEMS]: data([{ id: 'i1', relationships: { appStoreVersion: { data: { id: 'v1' } } } }]),
      },
      ['POST /v1/reviewSubmissions', 'POST /v1/reviewSubmissionItems'],
    ],
    [
      'the rejected submission of the version',
      {
        [VERSIONS]: data([version('REJECTED')]),
        [LIST]: data([submission('s1', 'UNRESOLVED_ISSUES', 'v1')]),
      },
      ['POST /v1/appStoreVersions', 'POST /v1/reviewSubmissions', 'POST /v1/reviewSubmissionItems'],
    ],
  ])('carries on where an earlier attempt left %s', async (_label, answers, spared) => {
    const all = ['POST /v1/appStoreVersions', ATTACH, 'PATCH /v1/appStoreVersionLocalizations/l1'];
    const expected = [...all, 'POST /v1/reviewSubmissions', 'POST /v1/reviewSubmissionItems', SUBMIT];
    await withApple({ ...FRESH, ...answers }, async (client, service) => {
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1', versionId: 'v1' });
      expect(writes(service)).toEqual(expected.filter((call) => !spared.includes(call)));
    });
  });

  it.each([
    ['waits for review', 'WAITING_FOR_REVIEW', [submission('s1', 'WAITING_FOR_REVIEW', 'v1')], 's1'],
    ['is in the store', 'READY_FOR_DISTRIBUTION', [submission('s1', 'COMPLETE', 'v1')], 's1'],
    ['was submitted without a submission', 'READY_FOR_DISTRIBUTION', [], 'appStoreVersions/v1'],
  ])('answers the submission of a version that %s and changes nothing', async (_label, state, list, submissionId) => {
    const known = { 'GET /v1/builds': data([build('b1', 'VALID')]), [ATTACHED]: data({ id: 'b1' }) };
    await withApple({ [VERSIONS]: data([version(state)]), [LIST]: data(list), ...known }, async (client, service) => {
      const answer = { submissionId, versionId: 'v1', keepsNotes: true };
      expect(await client.submit(INPUT)).toEqual(answer);
      expect(await client.submit({ version: '1.5.0', notes: inEnglish('') })).toEqual(answer);
      expect(writes(service)).toEqual([]);
    });
  });

  const inReview = {
    [VERSIONS]: data([version('WAITING_FOR_REVIEW')]),
    [LIST]: data([submission('s1', 'WAITING_FOR_REVIEW', 'v1')]),
    'GET /v1/builds': data([build('b2', 'VALID')]),
    [ATTACHED]: data({ id: 'b1' }),
  };

  it('takes an earlier build back from review, and carries on once it is', async () => {
    await withApple({ ...FRESH, ...inReview }, async (client, service) => {
      const taken = { code: 'integration.busy', message: expect.stringContaining('back from review') };
      await expect(client.submit(INPUT)).rejects.toMatchObject(taken);
      expect(service.only(SUBMIT).json).toEqual({
        data: { type: 'reviewSubmissions', id: 's1', attributes: { canceled: true } },
      });
      expect(writes(service)).toEqual([SUBMIT]);
    });
  });

  it.each([
    ['is on sale', 'READY_FOR_DISTRIBUTION', [submission('s1', 'COMPLETE', 'v1')]],
    ['goes on sale', 'PROCESSING_FOR_DISTRIBUTION', [submission('s1', 'COMPLETE', 'v1')]],
    ['was submitted without a submission', 'WAITING_FOR_REVIEW', []],
  ])('refuses another build of a version that %s', async (_label, state, list) => {
    const answers = { ...inReview, [VERSIONS]: data([version(state)]), [LIST]: data(list) };
    await withApple(answers, async (client, service) => {
      const refused = { code: 'integration.refused', message: expect.stringContaining(state) };
      await expect(client.submit(INPUT)).rejects.toMatchObject(refused);
      expect(writes(service)).toEqual([]);
    });
  });

  it.each([
    ['takes the newest of several', [build('b2', 'VALID'), build('b1', 'VALID')], 'b2'],
    ['passes over one that somebody made expire', [expired('b3'), build('b2', 'VALID')], 'b2'],
  ])('%s without a number', async (_label, builds, expected) => {
    await withApple({ ...FRESH, 'GET /v1/builds': data(builds) }, async (client, service) => {
      const submitted = await client.submit({ version: '1.5.0', notes: inEnglish('') });
      expect(submitted).toEqual({ submissionId: 's1', versionId: 'v1', buildNumber: expected });
      expect(service.only(ATTACH).json).toEqual({ data: { type: 'builds', id: expected } });
      expect(service.only('GET /v1/builds').query).not.toHaveProperty('filter[version]');
    });
  });

  it.each([
    ['waits for one that is not shown yet (K14)', INPUT, [], 'busy', 'shows no build 1045 of 1.5.0 yet'],
    ['waits for the first (K14)', NEWEST, [], 'busy', 'shows no build of 1.5.0 yet'],
    ['waits for one in processing', INPUT, [build('b1', 'PROCESSING')], 'busy', 'still processing the build b1'],
    [
      'waits for the newest while an older one is ready (K5)',
      NEWEST,
      [build('42', 'PROCESSING'), build('41', 'VALID')],
      ...['busy', 'still processing the build 42 of 1.5.0'],
    ],
    [
      'submits no older one in the place of the newest, which failed (K5)',
      NEWEST,
      [build('42', 'INVALID'), build('41', 'VALID')],
      ...['refused', 'could not process the build 42 of 1.5.0: it is INVALID'],
    ],
    ['refuses an invalid one', INPUT, [build('b1', 'INVALID')], 'refused', 'INVALID'],
    ['refuses an expired one', INPUT, [expired('b1')], 'refused', 'The build b1 of 1.5.0 has expired'],
  ])('of builds %s', async (_label, input, builds, code, message) => {
    await withApple({ ...FRESH, 'GET /v1/builds': data(builds) }, async (client, service) => {
      const failure = { code: `integration.${code}`, message: expect.stringContaining(message) };
      await expect(client.submit(input)).rejects.toMatchObject(failure);
      expect(writes(service)).toEqual(['POST /v1/appStoreVersions']);
    });
  });

  it.each([
    ["an app's first version takes none", 'STATE_ERROR', "Attribute 'whatsNew' cannot be edited at this time"],
    [
      'a character is refused (K6)',
      'ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS',
      'whatsNew has invalid characters',
    ],
  ])('goes on without notes and says why when %s', async (_label, code, detail) => {
    const refused = { status: 409, body: { errors: [{ code, detail }] } };
    const answers = { ...FRESH, 'PATCH /v1/appStoreVersionLocalizations/l1': refused };
    await withApple(answers, async (client) => {
      const refusedNotes = [{ locale: 'en-US', reason: `${code}: ${detail}` }];
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1', versionId: 'v1', refusedNotes });
    });
  });

  it.each([
    ['of another kind', 409, 'ENTITY_ERROR.RELATIONSHIP.INVALID', 'integration.refused'],
    ['without a code', 409, undefined, 'integration.refused'],
    ['of the request', 400, 'PARAMETER_ERROR.INVALID', 'integration.refused'],
    ['of the key', 403, 'FORBIDDEN_ERROR', 'integration.unauthorized'],
  ])('does not go on after a refusal %s when it writes the notes (K6)', async (_label, status, code, expected) => {
    const body = code === undefined ? {} : { errors: [{ code, detail: 'No.' }] };
    const answers = { ...FRESH, 'PATCH /v1/appStoreVersionLocalizations/l1': { status, body } };
    await withApple(answers, async (client, service) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: expected });
      expect(service.calls()).not.toContain(SUBMIT);
    });
  });

  it('passes a refusal at the end on with what Apple wants', async () => {
    const errors = [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID', detail: 'Screenshots are missing.' }];
    await withApple({ ...FRESH, [SUBMIT]: { status: 409, body: { errors } } }, async (client) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('Screenshots are missing.'),
      });
    });
  });
});
