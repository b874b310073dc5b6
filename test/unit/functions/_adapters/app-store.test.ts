// The store client against a service that answers in App Store Connect's shapes: each step looks before it acts.
import { verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAppStoreClient } from '../../../../functions/_adapters/app-store/app-store-client.ts';
import { type Answers, type HttpService, localOutbound, startHttpService } from '../../../support/http-service.ts';
import { appleKeys, integrationSamples } from '../../../support/integration-samples.ts';
import { inEnglish } from '../../../support/store-notes.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const VERSIONS = 'GET /v1/apps/6446998023/appStoreVersions';
const ATTACHED = 'GET /v1/appStoreVersions/v1/build';
const ATTACH = 'PATCH /v1/appStoreVersions/v1/relationships/build';
const NOTES = 'GET /v1/appStoreVersions/v1/appStoreVersionLocalizations';
const LIST = 'GET /v1/reviewSubmissions';
const SUBMIT = 'PATCH /v1/reviewSubmissions/s1';
const ITEMS = 'GET /v1/reviewSubmissions/s1/items';

const data = (value: unknown) => ({ body: { data: value } });
const version = (appVersionState: string) => ({ id: 'v1', attributes: { versionString: '1.5.0', appVersionState } });
const build = (id: string, processingState: string) => ({ id, attributes: { version: id, processingState } });
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

async function withApple(
  answers: Answers,
  run: (client: ReturnType<typeof createAppStoreClient>, service: HttpService) => Promise<void>,
  now = () => NOW,
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).APP_STORE;
  await run(createAppStoreClient({ ...sample, outbound: localOutbound, now }), service);
}

const writes = (service: HttpService) => service.calls().filter((call) => !call.startsWith('GET'));

describe('verify', () => {
  const app = { 'GET /v1/apps/6446998023': data({ attributes: { name: 'Acme', bundleId: 'com.acme.app' } }) };
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
        expect(tokenOf(service, 1)).toBe(tokenOf(service, 0));
        expect(tokenOf(service, 2)).not.toBe(tokenOf(service, 0));
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
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1' });
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
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1' });
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
      const answer = { submissionId, keepsNotes: true };
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
    ['takes the newest valid build without a number', [build('b3', 'PROCESSING'), build('b2', 'VALID')], 'b2'],
    ['takes the first of several', [build('b2', 'VALID'), build('b1', 'VALID')], 'b2'],
  ])('%s', async (_label, builds, expected) => {
    await withApple({ ...FRESH, 'GET /v1/builds': data(builds) }, async (client, service) => {
      await client.submit({ version: '1.5.0', notes: inEnglish('') });
      expect(service.only(ATTACH).json).toEqual({ data: { type: 'builds', id: expected } });
      expect(service.only('GET /v1/builds').query).not.toHaveProperty('filter[version]');
    });
  });

  it.each([
    ['none', [], 'integration.refused'],
    ['an invalid one', [build('b1', 'INVALID')], 'integration.refused'],
    ['one in processing', [build('b1', 'PROCESSING')], 'integration.busy'],
  ])('answers %s of the wanted builds as a failure', async (_label, builds, code) => {
    await withApple({ ...FRESH, 'GET /v1/builds': data(builds) }, async (client, service) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code });
      expect(writes(service)).toEqual(['POST /v1/appStoreVersions']);
    });
  });

  it("goes on when an app's first version takes no notes", async () => {
    const refused = { status: 409, body: { errors: [{ code: 'STATE_ERROR', detail: 'whatsNew cannot be edited' }] } };
    const answers = { ...FRESH, 'PATCH /v1/appStoreVersionLocalizations/l1': refused };
    await withApple(answers, async (client) => {
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1' });
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
