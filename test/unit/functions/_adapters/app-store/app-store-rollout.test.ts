// Phased releases of the App Store client: each request in each state, and refusals.
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import type { Answers } from '../../../../support/services/http-service.ts';
import { type Client, data, PHASED, RELEASE, VERSIONS, withApple, writes } from './app-store-fixture.ts';

const VERSION = '1.5.0';
const PLAN = 'POST /v1/appStoreVersionPhasedReleases';
const CHANGE = 'PATCH /v1/appStoreVersionPhasedReleases/p1';
const DROP = 'DELETE /v1/appStoreVersionPhasedReleases/p1';

const versionIn = (appVersionState: string) => ({ id: 'v1', attributes: { versionString: VERSION, appVersionState } });
const phasedIn = (phasedReleaseState: string, currentDayNumber: number | null = 1, totalPauseDuration = 0) => ({
  id: 'p1',
  attributes: { phasedReleaseState, currentDayNumber, totalPauseDuration },
});
/** A version in a state, with its phased release. */
const store = (state: string, phased: object | null = null): Answers => ({
  [VERSIONS]: data([versionIn(state)]),
  [PHASED]: data(phased),
  [PLAN]: { status: 201, ...data(phasedIn('INACTIVE')) },
  [CHANGE]: data(phasedIn('ACTIVE')),
  [DROP]: { status: 204 },
  [RELEASE]: { status: 201, ...data({}) },
  'GET /v1/reviewSubmissions': data([]),
});
const ON_SALE = 'READY_FOR_DISTRIBUTION';
const WAITING = 'PENDING_DEVELOPER_RELEASE';

const begin = (client: Client) => client.rollOut({ version: VERSION, percentage: 1 });
const complete = (client: Client) => client.rollOut({ version: VERSION, percentage: 100 });
const pause = (client: Client) => client.pauseRollout({ version: VERSION });
const resume = (client: Client) => client.resumeRollout({ version: VERSION });

describe('status', () => {
  it.each<[string, object | null, object]>([
    ['PREPARE_FOR_SUBMISSION', null, { state: 'NOT_SUBMITTED' }],
    ['WAITING_FOR_REVIEW', null, { state: 'IN_REVIEW' }],
    ['IN_REVIEW', phasedIn('INACTIVE'), { state: 'IN_REVIEW' }],
    ['REJECTED', null, { state: 'REJECTED' }],
    ['METADATA_REJECTED', null, { state: 'REJECTED' }],
    ['PENDING_DEVELOPER_RELEASE', null, { state: 'APPROVED' }],
    ['PENDING_APPLE_RELEASE', null, { state: 'APPROVED' }],
    ['READY_FOR_DISTRIBUTION', null, { state: 'RELEASED' }],
    ['READY_FOR_DISTRIBUTION', phasedIn('COMPLETE', 7), { state: 'RELEASED' }],
    ['REPLACED_WITH_NEW_VERSION', phasedIn('ACTIVE', 3), { state: 'REPLACED' }],
  ])('of a version that is %s with %j', async (state, phased, expected) => {
    await withApple(store(state, phased), async (client) => {
      expect(await client.status({ version: VERSION })).toEqual({ ...expected, storeState: state, versionId: 'v1' });
    });
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 5],
    [4, 10],
    [5, 20],
    [6, 50],
    [7, 100],
    [null, 1],
  ])('on day %s of the phases is %i percent', async (day, percentage) => {
    await withApple(store(ON_SALE, phasedIn('PAUSED', day, 2)), async (client) => {
      const expected = { state: 'PAUSED', storeState: 'PAUSED', percentage, pausedDays: 2, versionId: 'v1' };
      expect(await client.status({ version: VERSION })).toEqual(expected);
    });
  });

  it.each([
    ['WAITING_FOR_REVIEW', 'IN_REVIEW'],
    ['REJECTED', 'UNRESOLVED_ISSUES'],
  ])('of a version that is %s says where its review is: %s', async (appVersionState, state) => {
    const relationships = { appStoreVersionForReview: { data: { type: 'appStoreVersions', id: 'v1' } } };
    const other = { id: 's0', attributes: { state: 'COMPLETE' } };
    const own = { id: 's1', attributes: { state }, relationships };
    const answers = { ...store(appVersionState), 'GET /v1/reviewSubmissions': data([other, own]) };
    await withApple(answers, async (client) => {
      expect(await client.status({ version: VERSION })).toMatchObject({
        storeState: appVersionState,
        reviewState: state,
      });
    });
  });

  it('of a version that there is none of', async () => {
    await withApple({ [VERSIONS]: data([]) }, async (client) => {
      expect(await client.status({ version: VERSION })).toEqual({ state: 'NOT_SUBMITTED', storeState: 'absent' });
    });
  });
});

describe('what is done', () => {
  it.each<[string, Answers, (client: Client) => Promise<unknown>, string[]]>([
    ['begin: plan and release', store(WAITING), begin, [PLAN, RELEASE]],
    ['begin, planned: release', store(WAITING, phasedIn('INACTIVE')), begin, [RELEASE]],
    ['begin, begun: nothing', store(ON_SALE, phasedIn('ACTIVE', 3)), begin, []],
    ['complete, waiting: release', store(WAITING), complete, [RELEASE]],
    ['complete, planned: drop the plan and release', store(WAITING, phasedIn('INACTIVE')), complete, [DROP, RELEASE]],
    ['complete, running: end the phases', store(ON_SALE, phasedIn('ACTIVE')), complete, [CHANGE]],
    ['complete, paused: end the phases', store(ON_SALE, phasedIn('PAUSED')), complete, [CHANGE]],
    ['complete, released: nothing', store(ON_SALE, phasedIn('COMPLETE')), complete, []],
    ['pause, running', store(ON_SALE, phasedIn('ACTIVE')), pause, [CHANGE]],
    ['pause, paused: nothing', store(ON_SALE, phasedIn('PAUSED')), pause, []],
    ['resume, paused', store(ON_SALE, phasedIn('PAUSED')), resume, [CHANGE]],
    ['resume, running: nothing', store(ON_SALE, phasedIn('ACTIVE')), resume, []],
  ])('%s', async (_label, answers, act, expected) => {
    await withApple(answers, async (client, service) => {
      await act(client);
      expect(writes(service)).toEqual(expected);
    });
  });

  it.each([
    ['ACTIVE', pause, 'PAUSED'],
    ['PAUSED', resume, 'ACTIVE'],
    ['PAUSED', complete, 'COMPLETE'],
  ] as const)('from %s by writing the state', async (from, act, phasedReleaseState) => {
    await withApple(store(ON_SALE, phasedIn(from)), async (client, service) => {
      await act(client);
      const attributes = { phasedReleaseState };
      expect(service.only(CHANGE).json).toEqual({
        data: { type: 'appStoreVersionPhasedReleases', id: 'p1', attributes },
      });
    });
  });
});

describe('what is refused', () => {
  const at = (percentage: number) => (client: Client) => client.rollOut({ version: VERSION, percentage });
  it.each<[string, Answers, (client: Client) => Promise<unknown>, RegExp]>([
    ['a percentage of our own', store(WAITING), at(50), /its own schedule/],
    ['nobody', store(WAITING), at(0), /its own schedule/],
    ['a halt', store(ON_SALE, phasedIn('ACTIVE')), (client) => client.haltRollout({ version: VERSION }), /cannot halt/],
    ['a start before the approval', store('IN_REVIEW'), begin, /cannot be released by us yet: it is IN_REVIEW/],
    ['an end before the approval', store('REJECTED'), complete, /it is REJECTED/],
    ['a start while it is paused', store(ON_SALE, phasedIn('PAUSED')), begin, /is paused: resume it/],
    ['phases after the release to all', store(ON_SALE), begin, /released to all users already/],
    ['a pause without phases', store(ON_SALE), pause, /has no running phased release/],
    ['a pause before the phases', store(WAITING, phasedIn('INACTIVE')), pause, /it is PENDING_DEVELOPER_RELEASE/],
    ['a pause after 30 days of pauses', store(ON_SALE, phasedIn('ACTIVE', 3, 30)), pause, /for 30 days in all/],
    ['a resumption after the end', store(ON_SALE, phasedIn('COMPLETE')), resume, /no running phased release/],
    ['a version that there is none of', { [VERSIONS]: data([]) }, begin, /has no version 1\.5\.0/],
  ])('%s', async (_label, answers, act, message) => {
    await withApple(answers, async (client, service) => {
      await expect(act(client)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringMatching(message),
      });
      expect(writes(service)).toEqual([]);
    });
  });
});

describe('submit with a percentage', () => {
  const FRESH: Answers = {
    ...store('PREPARE_FOR_SUBMISSION'),
    'GET /v1/builds': data([{ id: 'b1', attributes: { version: '7', processingState: 'VALID' } }]),
    'GET /v1/appStoreVersions/v1/build': data({ id: 'b1' }),
    'GET /v1/reviewSubmissions': data([]),
    'POST /v1/reviewSubmissions': { status: 201, ...data({ id: 's1', attributes: { state: 'READY_FOR_REVIEW' } }) },
    'POST /v1/reviewSubmissionItems': { status: 201, ...data({}) },
    'PATCH /v1/reviewSubmissions/s1': data({}),
  };
  const submit = (client: Client, percentage?: number) =>
    client.submit({ version: VERSION, notes: inEnglish(''), ...(percentage !== undefined && { percentage }) });

  it('of 1 plans the phases before the review begins', async () => {
    await withApple(FRESH, async (client, service) => {
      await submit(client, 1);
      expect(writes(service)[0]).toBe(PLAN);
      const attributes = { phasedReleaseState: 'INACTIVE' };
      expect(service.only(PLAN).json).toMatchObject({ data: { attributes } });
    });
  });

  it.each([undefined, 100])('of %s plans none', async (percentage) => {
    await withApple(FRESH, async (client, service) => {
      await submit(client, percentage);
      expect(service.calls()).not.toContain(PLAN);
    });
  });

  it('of another number is refused before anything is done', async () => {
    await withApple(FRESH, async (client, service) => {
      await expect(submit(client, 10)).rejects.toMatchObject({ code: 'integration.refused' });
      expect(service.seen).toEqual([]);
    });
  });
});
