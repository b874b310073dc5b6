// Staged rollouts of the Google Play client: the commit of each request in each state, and refusals that leave no edit open.
import { describe, expect, it } from 'vitest';
import { createPlayStoreClient } from '../../../../../functions/_adapters/play-store/play-store-client.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const EDITS = '/androidpublisher/v3/applications/com.acme.app/edits';
const TRACK = `${EDITS}/e1/tracks/production`;
const VERSION = '1.5.0';
const COMMIT = `POST ${EDITS}/e1:commit`;
const LIST = 'GET /androidpublisher/v3/applications/com.acme.app/tracks/production/releases';
const DROP = `DELETE ${EDITS}/e1`;

const release = (status: string, userFraction?: number) => ({
  name: VERSION,
  versionCodes: ['1045'],
  releaseNotes: [{ language: 'en-US', text: 'New' }],
  inAppUpdatePriority: 3,
  status,
  ...(userFraction !== undefined && { userFraction }),
});
const BEFORE = { name: '1.4.0', versionCodes: ['1044'], status: 'completed' };
const DRAFT = { name: '1.6.0', status: 'draft' };

const play = (...releases: object[]): Answers => ({
  'POST /token': { body: { access_token: 'ya29.t1', expires_in: 3600 } },
  [`POST ${EDITS}`]: { body: { id: 'e1' } },
  [`GET ${TRACK}`]: { body: { track: 'production', releases } },
  [`PUT ${TRACK}`]: { body: { track: 'production' } },
  [COMMIT]: { body: { id: 'e1' } },
  [DROP]: { status: 204 },
  // An older server knows no such path.
  [LIST]: { status: 404 },
});

type Client = ReturnType<typeof createPlayStoreClient>;
async function withPlay(answers: Answers, run: (client: Client, service: HttpService) => Promise<void>) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).PLAY_STORE;
  await run(createPlayStoreClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}
const to = (percentage: number) => (client: Client) => client.rollOut({ version: VERSION, percentage });
const halt = (client: Client) => client.haltRollout({ version: VERSION });
const resume = (client: Client) => client.resumeRollout({ version: VERSION });

describe('what is committed', () => {
  it.each<[string, object, (client: Client) => Promise<unknown>, object, object]>([
    [
      'a larger fraction',
      release('inProgress', 0.1),
      to(20),
      release('inProgress', 0.2),
      { state: 'ROLLING_OUT', percentage: 20 },
    ],
    ['the first fraction of a draft', release('draft'), to(5), release('inProgress', 0.05), { percentage: 5 }],
    [
      'a halt, with the fraction it was at',
      release('inProgress', 0.1),
      halt,
      release('halted', 0.1),
      { state: 'HALTED', percentage: 10 },
    ],
    ['a resumption', release('halted', 0.1), resume, release('inProgress', 0.1), { state: 'ROLLING_OUT' }],
    [
      'a resumption in countries, which stay',
      { ...release('halted', 0.1), countryTargeting: { countries: ['AT'], includeRestOfWorld: false } },
      resume,
      { ...release('inProgress', 0.1), countryTargeting: { countries: ['AT'], includeRestOfWorld: false } },
      { state: 'ROLLING_OUT' },
    ],
  ])('%s, beside the release to all and the draft', async (_label, before, act, after, status) => {
    await withPlay(play(before, BEFORE, DRAFT), async (client, service) => {
      expect(await act(client)).toMatchObject(status);
      expect(service.only(`PUT ${TRACK}`).json).toEqual({ track: 'production', releases: [after, BEFORE, DRAFT] });
      expect(service.calls().at(-1)).toBe(COMMIT);
    });
  });

  it('the release to all, resumed after all had it and a person halted it', async () => {
    await withPlay(play(release('halted'), DRAFT), async (client, service) => {
      expect(await resume(client)).toEqual({ state: 'RELEASED', storeState: 'completed' });
      expect(service.only(`PUT ${TRACK}`).json).toMatchObject({ releases: [release('completed'), DRAFT] });
    });
  });

  it('the release to all, in place of the one before', async () => {
    await withPlay(play(release('inProgress', 0.5), BEFORE, DRAFT), async (client, service) => {
      expect(await to(100)(client)).toEqual({ state: 'RELEASED', storeState: 'completed' });
      expect(service.only(`PUT ${TRACK}`).json).toMatchObject({ releases: [release('completed'), DRAFT] });
    });
  });

  it.each<[string, object, (client: Client) => Promise<unknown>]>([
    ['the fraction it has', release('inProgress', 0.07), to(7)],
    ['all, when all have it', release('completed'), to(100)],
    ['a halt of what is halted', release('halted', 0.1), halt],
    ['a resumption of what runs', release('inProgress', 0.1), resume],
  ])('nothing for %s', async (_label, before, act) => {
    await withPlay(play(before, BEFORE), async (client, service) => {
      await act(client);
      expect(service.calls('PUT')).toEqual([]);
      expect(service.calls().at(-1)).toBe(DROP);
    });
  });
});

describe('what is refused', () => {
  it.each<[string, object, (client: Client) => Promise<unknown>, RegExp]>([
    ['a smaller fraction', release('inProgress', 0.2), to(10), /cannot shrink: 1\.5\.0 is at 20 percent/],
    ['a part, when all have it', release('completed'), to(50), /released to all users already/],
    ['a larger fraction of what is halted', release('halted', 0.1), to(20), /is halted: resume it first/],
    ['a halt of what all have', release('completed'), halt, /Only a staged rollout can be halted/],
    ['a resumption of what was not halted', release('completed'), resume, /is not halted but completed/],
    ['a version that is not there', BEFORE, to(20), /has no release 1\.5\.0/],
  ])('%s, and the edit ended', async (_label, before, act, message) => {
    await withPlay(play(before), async (client, service) => {
      await expect(act(client)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringMatching(message),
      });
      expect(service.calls('PUT')).toEqual([]);
      expect(service.calls().at(-1)).toBe(DROP);
    });
  });

  it.each<[string, (client: Client) => Promise<unknown>, RegExp]>([
    ['nobody', to(0), /more than 0 and at most 100/],
    ['more than all', to(101), /more than 0 and at most 100/],
    ['a pause', (client) => client.pauseRollout({ version: VERSION }), /no pause: halt the rollout/],
  ])('%s, before any call', async (_label, act, message) => {
    await withPlay({}, async (client, service) => {
      await expect(act(client)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringMatching(message),
      });
      expect(service.seen).toEqual([]);
    });
  });
});

describe('submit with a percentage', () => {
  const input = { version: VERSION, buildNumber: '1045', notes: inEnglish('') };

  it('begins a staged rollout beside the release to all', async () => {
    const staged = { name: '1.4.1', versionCodes: ['1044'], status: 'inProgress', userFraction: 0.5 };
    await withPlay(play(BEFORE, staged), async (client, service) => {
      await client.submit({ ...input, percentage: 10 });
      expect(service.only(`PUT ${TRACK}`).json).toEqual({
        track: 'production',
        releases: [{ name: VERSION, versionCodes: ['1045'], status: 'inProgress', userFraction: 0.1 }, BEFORE],
      });
    });
  });

  it.each([
    ['all', release('completed'), undefined],
    ['half of them', release('inProgress', 0.5), 50],
    ['a tenth of them, halted', release('halted', 0.1), 10],
  ])('answers the share that has the build already: %s', async (_label, there, percentage) => {
    await withPlay(play(there), async (client, service) => {
      expect((await client.submit({ ...input, percentage: 20 })).percentage).toBe(percentage);
      expect(service.calls('PUT')).toEqual([]);
    });
  });

  it('of 100 is a release to all', async () => {
    await withPlay(play(BEFORE), async (client, service) => {
      await client.submit({ ...input, percentage: 100 });
      expect(service.only(`PUT ${TRACK}`).json).toMatchObject({ releases: [{ status: 'completed' }] });
    });
  });
});

describe('status', () => {
  it.each([
    ['draft', undefined, { state: 'NOT_SUBMITTED', leftToDo: expect.stringContaining('is a draft') }],
    ['inProgress', 0.07, { state: 'ROLLING_OUT', percentage: 7 }],
    ['halted', 0.005, { state: 'HALTED', percentage: 0.5 }],
    ['completed', undefined, { state: 'RELEASED' }],
  ])('of a release that is %s', async (status, fraction, expected) => {
    await withPlay(play(release(status, fraction)), async (client, service) => {
      expect(await client.status({ version: VERSION })).toEqual({ ...expected, storeState: status });
      expect(service.calls().at(-1)).toBe(DROP);
    });
  });

  it.each([
    ['IN_REVIEW', 'IN_REVIEW', undefined],
    ['NOT_SENT_FOR_REVIEW', 'IN_REVIEW', expect.stringContaining('until a person sends them for review')],
    ['APPROVED_NOT_PUBLISHED', 'APPROVED', undefined],
    ['NOT_APPROVED', 'REJECTED', undefined],
    ['PUBLISHED', 'RELEASED', undefined],
  ])('of a release for all whose review is %s is %s (W6)', async (review, state, leftToDo) => {
    const listed = {
      releaseName: 'By a person',
      activeArtifacts: [{ versionCode: 1045 }],
      releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${review}`,
    };
    const answers = { ...play(release('completed')), [LIST]: { body: { releases: [listed] } } };
    await withPlay(answers, async (client) => {
      const found = await client.status({ version: VERSION, versionId: '1045' });
      expect([found.state, found.leftToDo]).toEqual([state, leftToDo]);
      expect(await client.status({ version: VERSION, versionId: '1044' })).toMatchObject({ state: 'REPLACED' });
    });
  });

  it('of a version that is not on the track', async () => {
    await withPlay(play(), async (client) => {
      expect(await client.status({ version: VERSION })).toEqual({ state: 'NOT_SUBMITTED', storeState: 'absent' });
    });
  });
});

describe('a release that the Console named', () => {
  const byConsole = { name: '157 (1.5.0)', versionCodes: ['157'], status: 'inProgress', userFraction: 0.1 };
  const acts: [string, (client: Client, wanted: { version: string }) => Promise<unknown>, object][] = [
    ['halted', (client, wanted) => client.haltRollout(wanted), { state: 'HALTED', percentage: 10 }],
    ['brought to more users', (client, wanted) => client.rollOut({ ...wanted, percentage: 20 }), { percentage: 20 }],
    ['looked at', (client, wanted) => client.status(wanted), { state: 'ROLLING_OUT', percentage: 10 }],
    [
      'answered as submitted',
      (client, wanted) => client.submit({ ...wanted, notes: inEnglish('') }),
      { versionId: '157' },
    ],
  ];
  it.each(
    acts.flatMap(([label, act, expected]) =>
      [{ version: VERSION, buildNumber: '157' }, { version: VERSION }].map((wanted) => ({
        label,
        act,
        wanted,
        expected,
      })),
    ),
  )('is $label by $wanted (K7)', async ({ act, wanted, expected }) => {
    await withPlay(play(byConsole, BEFORE), async (client) => {
      expect(await act(client, wanted)).toMatchObject(expected);
    });
  });

  it('is another one where the version code says so, whatever its name (K7)', async () => {
    await withPlay(play(byConsole), async (client, service) => {
      const wanted = { version: VERSION, versionId: '156' };
      await expect(client.haltRollout(wanted)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('157 (1.5.0) took its place'),
      });
      expect(await client.status(wanted)).toEqual({ state: 'REPLACED', storeState: 'absent' });
      expect(service.calls('PUT')).toEqual([]);
    });
  });
});
