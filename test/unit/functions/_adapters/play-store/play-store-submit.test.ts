// A submission to Google Play: the releases it leaves alone, how it urges users to update, and its withdrawal.
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import { DROP, type PlayClient, play, releasesOf, withPlay } from '../../../../support/services/google-play.ts';
import type { HttpService } from '../../../../support/services/http-service.ts';

const INPUT = { version: '1.5.1', buildNumber: '157', notes: inEnglish('') };

describe('the releases of others', () => {
  const DRAFT = { name: 'Spring', versionCodes: ['170'], status: 'draft', countryTargeting: { countries: ['DE'] } };
  const BEFORE = { name: '1.4.0', versionCodes: ['150'], status: 'completed' };

  it.each([
    ['a release to all', {}, ['completed 157', 'draft 170']],
    ['a staged release', { percentage: 10 }, ['inProgress 157', 'draft 170', 'completed 150']],
  ])('stay on the track beside %s (K23)', async (_label, more, expected) => {
    await withPlay(play(DRAFT, BEFORE), async (client, service) => {
      await client.submit({ ...INPUT, ...more });
      const releases = releasesOf(service);
      expect(releases.map(({ status, versionCodes }) => `${status} ${versionCodes}`)).toEqual(expected);
      expect(releases).toContainEqual(DRAFT);
    });
  });

  it('become ours where somebody made a draft of our build, with its countries (K23)', async () => {
    const ours = { ...DRAFT, name: '157 (1.5.1)', versionCodes: ['157'] };
    await withPlay(play(ours, BEFORE), async (client, service) => {
      await client.submit(INPUT);
      expect(releasesOf(service)).toEqual([{ ...ours, status: 'completed' }]);
    });
  });

  it.each([
    ['its number', INPUT, '1.5.10', 'completed'],
    ['its number, in a draft', INPUT, '157 (1.5.10)', 'draft'],
    ['being the newest', { ...INPUT, buildNumber: undefined }, '1.5.10', 'completed'],
    ['being the newest, by any name', { ...INPUT, buildNumber: undefined }, 'Spring', 'inProgress'],
  ])('keep a build that is chosen by %s: another version has it (K8)', async (_label, input, name, status) => {
    await withPlay(play({ name, versionCodes: ['157'], status }), async (client, service) => {
      const message = expect.stringContaining(
        `in the release ${name}: Google accepts each code once, so 1.5.1 needs a build of its own`,
      );
      await expect(client.submit(input)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect([service.calls('PUT'), service.calls('DELETE')]).toEqual([[], [DROP]]);
    });
  });
});

describe('how soon users are urged to update', () => {
  it.each([
    ['says nothing', {}, undefined, undefined],
    ["is the integration's", { inAppUpdatePriority: 2 }, undefined, 2],
    ["is the release's before the integration's", { inAppUpdatePriority: 2 }, 5, 5],
    ['may be 0', { inAppUpdatePriority: 2 }, 0, 0],
  ])('%s', async (_label, options, inAppUpdatePriority, expected) => {
    const run = async (client: PlayClient, service: HttpService) => {
      await client.submit({ ...INPUT, inAppUpdatePriority });
      expect((releasesOf(service)[0] as { inAppUpdatePriority?: number }).inAppUpdatePriority).toBe(expected);
    };
    await withPlay(play(), run, { options });
  });
});

describe('withdraw', () => {
  const ours = (status: string) => ({ name: '157 (1.5.1)', versionCodes: ['157'], status });
  const BEFORE = { name: '1.4.0', versionCodes: ['150'], status: 'completed' };
  const wanted = { version: '1.5.1', versionId: '157' };

  it.each([
    [
      'halts a staged rollout',
      { ...ours('inProgress'), userFraction: 0.5 },
      { state: 'HALTED', percentage: 50 },
      ['halted', 'completed'],
    ],
    ['takes a draft off the track', ours('draft'), { state: 'WITHDRAWN' }, ['completed']],
  ])('%s', async (_label, release, state, expected) => {
    await withPlay(play(release, BEFORE), async (client, service) => {
      expect(await client.withdraw(wanted)).toMatchObject(state);
      expect(releasesOf(service).map(({ status }) => status)).toEqual(expected);
    });
  });

  it.each([
    ['halted already', [{ ...ours('halted'), userFraction: 0.5 }], { state: 'HALTED' }],
    ['not on the track', [BEFORE], { state: 'NOT_SUBMITTED', storeState: 'absent' }],
    [
      'replaced by a higher version code',
      [{ name: '1.6.0', versionCodes: ['160'], status: 'completed' }],
      { state: 'REPLACED' },
    ],
  ])('changes nothing of a version that is %s', async (_label, releases, state) => {
    await withPlay(play(...releases), async (client, service) => {
      expect(await client.withdraw(wanted)).toMatchObject(state);
      expect([service.calls('PUT'), service.calls('DELETE')]).toEqual([[], [DROP]]);
    });
  });

  it('is refused in words for a version that goes to all', async () => {
    await withPlay(play(ours('completed')), async (client, service) => {
      const message = expect.stringContaining('in the Play Console');
      await expect(client.withdraw(wanted)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect(service.calls('DELETE')).toEqual([DROP]);
    });
  });
});

it.each([['MANUAL' as const], [{ at: '2026-03-02T09:00:00.000Z' }]])(
  'refuses to keep an approved version until it is released (%j)',
  async (releaseMode) => {
    await withPlay({}, async (client, service) => {
      const message = expect.stringContaining('managed publishing');
      const refused = { code: 'integration.refused', message };
      await expect(client.submit({ ...INPUT, releaseMode })).rejects.toMatchObject(refused);
      await expect(client.release({ version: '1.5.1' })).rejects.toMatchObject(refused);
      expect(service.seen).toEqual([]);
    });
  },
);
