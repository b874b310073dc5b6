// Versions of the App Store client: which one is meant, one in the way, when an approved one goes out, and how one is taken back.
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import type { Answers, HttpService } from '../../../../support/services/http-service.ts';
import { data, PHASED, RELEASE, VERSIONS, withApple, writes } from './app-store-fixture.ts';

const VERSION = '1.0.1';
const MAKE = 'POST /v1/appStoreVersions';
const CHANGE = 'PATCH /v1/appStoreVersions/v1';
const LOOK = 'GET /v1/appStoreVersions/v1';
const SUBMISSIONS = 'GET /v1/reviewSubmissions';
const CANCEL = 'PATCH /v1/reviewSubmissions/s1';
const LEGACY = 'GET /v1/appStoreVersions/v1/appStoreVersionSubmission';
const GIVE_UP = 'DELETE /v1/appStoreVersionSubmissions/o1';

const version = (appVersionState: string, versionString = VERSION, more: object = {}) => ({
  id: 'v1',
  attributes: { versionString, appVersionState, ...more },
});
const submission = (state: string) => ({
  id: 's1',
  attributes: { state },
  relationships: { appStoreVersionForReview: { data: { type: 'appStoreVersions', id: 'v1' } } },
});
const refusal = (code: string, detail = 'No.') => ({
  status: 409,
  body: { errors: [{ status: '409', code, detail }] },
});

/** The store has these versions, and one of the wanted number where `found` says so. */
const listing = (all: object[], found: object[] = []) => ({
  [VERSIONS]: ({ query }: { query: Readonly<Record<string, string>> }) =>
    data(query['filter[versionString]'] === undefined ? all : found),
});
const READY: Answers = {
  ...listing([]),
  [MAKE]: { status: 201, ...data(version('PREPARE_FOR_SUBMISSION')) },
  [CHANGE]: data(version('PREPARE_FOR_SUBMISSION')),
  'GET /v1/builds': data([{ id: 'b1', attributes: { version: '7', processingState: 'VALID' } }]),
  'GET /v1/appStoreVersions/v1/build': data({ id: 'b1' }),
  [PHASED]: data(null),
  [SUBMISSIONS]: data([]),
  'POST /v1/reviewSubmissions': { status: 201, ...data(submission('READY_FOR_REVIEW')) },
  'POST /v1/reviewSubmissionItems': { status: 201, ...data({}) },
  [CANCEL]: data({}),
};
const INPUT = { version: VERSION, buildNumber: '7', notes: inEnglish('') };

const attributesOf = (service: HttpService, call: string) =>
  (service.only(call).json as { data: { attributes: object } }).data.attributes;

it.each(['v1.0.1', '1.0.1+7', 'v1.0.1+build.7'])(
  '%s is 1.0.1 for Apple, and its builds are those of 1.0.1',
  async (name) => {
    await withApple(READY, async (client, service) => {
      expect(await client.submit({ ...INPUT, version: name })).toEqual({ submissionId: 's1', versionId: 'v1' });
      expect(attributesOf(service, MAKE)).toMatchObject({ versionString: VERSION });
      const asked = service.seen.flatMap(({ query }) => query['filter[versionString]'] ?? []);
      const builds = service.seen.flatMap(({ query }) => query['filter[preReleaseVersion.version]'] ?? []);
      expect(new Set([...asked, ...builds])).toEqual(new Set([VERSION]));
    });
    await withApple({ ...READY, [LOOK]: data(version('IN_REVIEW')) }, async (client) => {
      expect(await client.status({ version: name, versionId: 'v1' })).toMatchObject({ storeState: 'IN_REVIEW' });
    });
  },
);

describe('a version that is in the way', () => {
  it.each([
    ['WAITING_FOR_REVIEW', 'IN_REVIEW', 'withdraw it first'],
    ['PENDING_DEVELOPER_RELEASE', 'APPROVED', 'withdraw it first'],
    ['PREPARE_FOR_SUBMISSION', 'NOT_SUBMITTED', 'delete it in App Store Connect'],
    ['DEVELOPER_REJECTED', 'WITHDRAWN', 'delete it in App Store Connect'],
  ])('is named with its state %s (W4)', async (storeState, state, remedy) => {
    const answers = { ...READY, ...listing([version(storeState, '1.1.0')]) };
    await withApple(answers, async (client, service) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({
        code: 'integration.version_in_the_way',
        message: expect.stringMatching(new RegExp(`1\\.1\\.0 is ${storeState}: .*${remedy}`)),
        details: { members: { inTheWay: { version: '1.1.0', versionId: 'v1', state, storeState } } },
      });
      expect(writes(service)).toEqual([]);
    });
  });

  it('is not one that is out', async () => {
    const out = ['READY_FOR_DISTRIBUTION', 'REPLACED_WITH_NEW_VERSION'].map((state) => version(state, '1.0.0'));
    await withApple({ ...READY, ...listing(out) }, async (client, service) => {
      expect(await client.submit(INPUT)).toEqual({ submissionId: 's1', versionId: 'v1' });
      // An app has more versions than one page holds.
      const asked = service.seen.map(({ query }) => query['filter[appVersionState]']).find((states) => states);
      expect(asked).toContain('PENDING_DEVELOPER_RELEASE');
      expect(asked).not.toContain('READY_FOR_DISTRIBUTION');
    });
  });

  it('gives up its place when it was withdrawn for that, and its phases with it', async () => {
    const answers = {
      ...READY,
      ...listing([version('DEVELOPER_REJECTED', '1.1.0', { releaseType: 'MANUAL' })]),
      [PHASED]: data({ id: 'p1', attributes: { phasedReleaseState: 'INACTIVE' } }),
      'DELETE /v1/appStoreVersionPhasedReleases/p1': { status: 204 },
    };
    await withApple(answers, async (client, service) => {
      expect(await client.submit({ ...INPUT, mayReplace: ['v1'] })).toMatchObject({ versionId: 'v1' });
      const attributes = { versionString: VERSION, releaseType: 'AFTER_APPROVAL', earliestReleaseDate: null };
      expect(attributesOf(service, CHANGE)).toEqual(attributes);
      expect(service.calls('DELETE')).toHaveLength(1);
    });
  });

  it('keeps its place while it is reviewed, whatever was agreed', async () => {
    const answers = { ...READY, ...listing([version('IN_REVIEW', '1.1.0')]) };
    await withApple(answers, async (client) => {
      const code = 'integration.version_in_the_way';
      await expect(client.submit({ ...INPUT, mayReplace: ['v1'] })).rejects.toMatchObject({ code });
    });
  });

  it('is not made of another refusal', async () => {
    const answers = { ...READY, [MAKE]: refusal('ENTITY_ERROR.ATTRIBUTE.INVALID', 'The version number is invalid.') };
    await withApple(answers, async (client) => {
      const message = expect.stringContaining('The version number is invalid.');
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: 'integration.refused', message });
    });
  });
});

describe('when an approved version goes to users', () => {
  const at = '2026-03-02T09:15:00.000Z';
  it.each([
    ['automatically', 'AUTOMATIC' as const, { releaseType: 'AFTER_APPROVAL', earliestReleaseDate: null }],
    ['by hand', 'MANUAL' as const, { releaseType: 'MANUAL', earliestReleaseDate: null }],
    [
      'at a time, in the whole hours that Apple takes',
      { at },
      { releaseType: 'SCHEDULED', earliestReleaseDate: '2026-03-02T10:00:00.000Z' },
    ],
  ])('is said when the version is made: %s', async (_label, releaseMode, expected) => {
    await withApple(READY, async (client, service) => {
      await client.submit({ ...INPUT, releaseMode });
      expect(attributesOf(service, MAKE)).toEqual({ platform: 'IOS', versionString: VERSION, ...expected });
    });
  });

  it.each([
    ['is told to a version that says otherwise', 'MANUAL' as const, { releaseType: 'AFTER_APPROVAL' }, [CHANGE]],
    ['is not told twice', 'MANUAL' as const, { releaseType: 'MANUAL' }, []],
    [
      'is not told twice of a time',
      { at },
      { releaseType: 'SCHEDULED', earliestReleaseDate: '2026-03-02T02:00:00-08:00' },
      [],
    ],
    ['stays what somebody said in the store when nothing is asked for', undefined, { releaseType: 'MANUAL' }, []],
  ])('%s', async (_label, releaseMode, attributes, expected) => {
    const there = version('PREPARE_FOR_SUBMISSION', VERSION, attributes);
    await withApple({ ...READY, ...listing([there], [there]) }, async (client, service) => {
      await client.submit({ ...INPUT, releaseMode });
      expect(service.calls().filter((call) => call === CHANGE)).toEqual(expected);
    });
  });
});

describe('the version that is meant', () => {
  const wanted = { version: VERSION, versionId: 'v1' };

  it.each([
    ['by its id', data(version('IN_REVIEW')), 'IN_REVIEW'],
    ['by its number when the id is another version by now', data(version('IN_REVIEW', '9.9.9')), 'REJECTED'],
    ['by its number when the id was deleted', { status: 404, body: { errors: [] } }, 'REJECTED'],
  ])('is found %s', async (_label, answer, state) => {
    const answers = { ...READY, [LOOK]: answer, ...listing([], [{ ...version('REJECTED'), id: 'v1' }]) };
    await withApple(answers, async (client) => {
      expect(await client.status(wanted)).toMatchObject({ state });
    });
  });

  it('is not one that an error hides', async () => {
    await withApple({ ...READY, [LOOK]: { status: 500 } }, async (client) => {
      await expect(client.status(wanted)).rejects.toMatchObject({ code: 'integration.unavailable' });
    });
  });
});

describe('release', () => {
  const wanted = { version: VERSION, versionId: 'v1' };

  it('asks for the release of an approved version, once', async () => {
    const states = ['PENDING_DEVELOPER_RELEASE', 'PROCESSING_FOR_DISTRIBUTION', 'PROCESSING_FOR_DISTRIBUTION'];
    const answers = {
      ...READY,
      [LOOK]: states.map((state) => data(version(state))),
      [RELEASE]: { status: 201, ...data({}) },
    };
    await withApple(answers, async (client, service) => {
      expect(await client.release(wanted)).toEqual({ state: 'APPROVED', storeState: 'PROCESSING_FOR_DISTRIBUTION' });
      expect(await client.release(wanted)).toEqual({ state: 'APPROVED', storeState: 'PROCESSING_FOR_DISTRIBUTION' });
      expect(writes(service)).toEqual([RELEASE]);
    });
  });

  it.each(['IN_REVIEW', 'REJECTED', 'PENDING_APPLE_RELEASE'])('is refused for a version that is %s', async (state) => {
    await withApple({ ...READY, [LOOK]: data(version(state)) }, async (client, service) => {
      const message = expect.stringContaining(`cannot be released by us yet: it is ${state}`);
      await expect(client.release(wanted)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect(writes(service)).toEqual([]);
    });
  });
});

describe('withdraw', () => {
  const wanted = { version: VERSION, versionId: 'v1' };
  const store = (states: string[], submissionState: string, more: Answers = {}): Answers => ({
    ...READY,
    [LOOK]: states.map((state) => data(version(state))),
    [SUBMISSIONS]: data([submission(submissionState)]),
    ...more,
  });
  const over = refusal('STATE_ERROR.ENTITY_STATE_INVALID', 'Resource is not in cancellable state');

  it.each([
    ['ends the review', store(['WAITING_FOR_REVIEW', 'DEVELOPER_REJECTED'], 'WAITING_FOR_REVIEW'), [CANCEL]],
    [
      'gives up an approved version that waits for its release',
      store(['PENDING_DEVELOPER_RELEASE', 'DEVELOPER_REJECTED'], 'COMPLETE', {
        [CANCEL]: over,
        [LEGACY]: data({ id: 'o1' }),
        [GIVE_UP]: { status: 204 },
      }),
      [CANCEL, GIVE_UP],
    ],
  ])('%s', async (_label, answers, expected) => {
    await withApple(answers, async (client, service) => {
      expect(await client.withdraw(wanted)).toEqual({ state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' });
      expect(writes(service)).toEqual(expected);
    });
  });

  it.each([
    ['was just asked for', 'WAITING_FOR_REVIEW', [CANCEL]],
    ['is under way', 'CANCELING', []],
  ])('is waited for when it %s', async (_label, state, expected) => {
    await withApple(store(['WAITING_FOR_REVIEW'], state), async (client, service) => {
      await expect(client.withdraw(wanted)).rejects.toMatchObject({ code: 'integration.busy' });
      expect(writes(service)).toEqual(expected);
    });
  });

  it.each([
    ['DEVELOPER_REJECTED', 'WITHDRAWN'],
    ['REJECTED', 'REJECTED'],
    ['PREPARE_FOR_SUBMISSION', 'NOT_SUBMITTED'],
  ])('changes nothing of a version that is %s', async (storeState, state) => {
    await withApple(store([storeState], 'COMPLETE'), async (client, service) => {
      expect(await client.withdraw(wanted)).toMatchObject({ state, storeState });
      expect(writes(service)).toEqual([]);
    });
  });

  it.each(['READY_FOR_DISTRIBUTION', 'REPLACED_WITH_NEW_VERSION', 'PROCESSING_FOR_DISTRIBUTION'])(
    'is refused in words for a version that is %s',
    async (state) => {
      await withApple(store([state], 'COMPLETE'), async (client, service) => {
        const message = expect.stringContaining('users cannot lose it again');
        await expect(client.withdraw(wanted)).rejects.toMatchObject({ code: 'integration.refused', message });
        expect(writes(service)).toEqual([]);
      });
    },
  );

  it('is refused in words when Apple lets nobody', async () => {
    const answers = store(['PENDING_DEVELOPER_RELEASE'], 'COMPLETE', { [CANCEL]: over, [LEGACY]: data(null) });
    await withApple(answers, async (client) => {
      const message = expect.stringMatching(/API cannot withdraw 1\.0\.1 .*: take it back in App Store Connect/);
      await expect(client.withdraw(wanted)).rejects.toMatchObject({ code: 'integration.refused', message });
    });
  });
});

it('finds the submission under way of an app that has more of them than one page holds', async () => {
  const earlier = Array.from({ length: 200 }, (_, index) => ({ ...submission('COMPLETE'), id: `old${index}` }));
  const answers = {
    ...READY,
    [LOOK]: data(version('IN_REVIEW')),
    [SUBMISSIONS]: ({ query }: { query: Readonly<Record<string, string>> }) =>
      data(query['filter[state]']?.includes('IN_REVIEW') ? [submission('IN_REVIEW')] : earlier),
  };
  await withApple(answers, async (client) => {
    const expected = { state: 'IN_REVIEW', reviewState: 'IN_REVIEW' };
    expect(await client.status({ version: VERSION, versionId: 'v1' })).toMatchObject(expected);
  });
});
