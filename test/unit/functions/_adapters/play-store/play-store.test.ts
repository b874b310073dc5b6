// The store client against a service that answers in Google Play's shapes: one edit, committed once.
import { verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPlayStoreClient } from '../../../../../functions/_adapters/play-store/play-store-client.ts';
import { googleKeys, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const EDITS = '/androidpublisher/v3/applications/com.acme.app/edits';
const TRACK = `${EDITS}/e1/tracks/production`;
const TOKEN = 'POST /token';
const COMMIT = `POST ${EDITS}/e1:commit`;

const track = (...releases: object[]) => ({ body: { track: 'production', releases } });
const FRESH: Answers = {
  [TOKEN]: { body: { access_token: 'ya29.t1', expires_in: 3600, token_type: 'Bearer' } },
  [`POST ${EDITS}`]: { body: { id: 'e1', expiryTimeSeconds: '1772370000' } },
  [`GET ${TRACK}`]: { body: { track: 'production' } },
  [`GET ${EDITS}/e1/details`]: { body: { defaultLanguage: 'de-DE' } },
  [`GET ${EDITS}/e1/listings`]: { body: { listings: [{ language: 'de-DE' }] } },
  [`GET ${EDITS}/e1/bundles`]: { body: { bundles: [{ versionCode: 99 }, { versionCode: 101 }, { versionCode: 100 }] } },
  [`PUT ${TRACK}`]: { body: { track: 'production' } },
  [COMMIT]: { body: { id: 'e1' } },
  [`DELETE ${EDITS}/e1`]: { status: 204 },
};
const INPUT = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('All new') };
const SUBMISSION = { submissionId: 'com.acme.app/production/1.5.0', versionId: '1045' };

async function withPlay(
  answers: Answers,
  run: (client: ReturnType<typeof createPlayStoreClient>, service: HttpService) => Promise<void>,
  now = () => NOW,
) {
  await using service = await startHttpService({ ...FRESH, ...answers });
  const sample = integrationSamples(service.url).PLAY_STORE;
  await run(createPlayStoreClient({ ...sample, outbound: localOutbound, now }), service);
}

describe('signing in', () => {
  it('trades a signed assertion for an access token and uses it', async () => {
    await withPlay({}, async (client, service) => {
      await client.verify();
      const form = new URLSearchParams(service.only(TOKEN).text);
      expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
      const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.');
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
        iss: 'windlass@acme.example',
        scope: 'https://www.googleapis.com/auth/androidpublisher',
        aud: `${service.url}/token`,
        iat: NOW / 1000,
        exp: NOW / 1000 + 3600,
      });
      const signed = Buffer.from(`${header}.${claims}`);
      expect(verifySignature('sha256', signed, googleKeys.publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
      expect(service.only(TOKEN).headers).not.toHaveProperty('authorization');
      expect(service.only(`POST ${EDITS}`).headers.authorization).toBe('Bearer ya29.t1');
    });
  });

  it('keeps the access token while it holds', async () => {
    let now = NOW;
    await withPlay(
      {},
      async (client, service) => {
        for (const seconds of [0, 3539, 1]) {
          now += seconds * 1000;
          await client.verify();
        }
        expect(service.calls().filter((call) => call === TOKEN)).toHaveLength(2);
      },
      () => now,
    );
  });

  it.each([
    [
      'a refused assertion',
      400,
      { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
      'unauthorized',
    ],
    [
      'a revoked account',
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'expired',
    ],
    ['an unknown client', 401, { error: 'invalid_client' }, 'unauthorized'],
    ['a failure of the token service', 503, { error: 'temporarily_unavailable' }, 'unavailable'],
  ])('names %s', async (_label, status, body, code) => {
    await withPlay({ [TOKEN]: { status, body } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: `integration.${code}`,
        message: expect.stringContaining(body.error),
      });
    });
  });

  it('keeps an assertion that is quoted out of the error', async () => {
    const quote = ({ text }: { text: string }) => {
      const assertion = new URLSearchParams(text).get('assertion');
      return { status: 400, body: { error: 'invalid_grant', error_description: `not good: ${assertion}` } };
    };
    await withPlay({ [TOKEN]: quote }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        message: expect.stringMatching(/invalid_grant; not good: \[redacted\]$/),
      });
    });
  });

  it('names an exhausted quota, which Google answers with 403', async () => {
    const error = { code: 403, message: 'Quota exceeded', errors: [{ reason: 'rateLimitExceeded' }] };
    await withPlay({ [`POST ${EDITS}`]: { status: 403, body: { error } } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.rate_limited' });
    });
  });
});

describe('verify', () => {
  it('opens an edit, reads the track and leaves nothing', async () => {
    await withPlay({}, async (client, service) => {
      expect(await client.verify()).toBe('Can release com.acme.app to the track production');
      expect(service.calls('DELETE')).toEqual([`DELETE ${EDITS}/e1`]);
      expect(service.calls('PUT')).toEqual([]);
    });
  });
});

describe('submit', () => {
  it('puts the version on the track and commits', async () => {
    await withPlay({}, async (client, service) => {
      expect(await client.submit(INPUT)).toEqual(SUBMISSION);
      expect(service.only(`PUT ${TRACK}`).json).toEqual({
        track: 'production',
        releases: [
          {
            name: '1.5.0',
            versionCodes: ['1045'],
            status: 'completed',
            releaseNotes: [{ language: 'de-DE', text: 'All new' }],
          },
        ],
      });
      expect(service.calls().at(-1)).toBe(COMMIT);
    });
  });

  it.each([
    ['its number', INPUT, { name: '1.5.0', versionCodes: ['1045'], status: 'completed' }],
    ['its number, in a staged rollout', INPUT, { name: '1.5.0', versionCodes: ['1045'], status: 'inProgress' }],
    ['its number, by another name', INPUT, { name: '1045 (1.5.0)', versionCodes: ['7', '1045'], status: 'halted' }],
  ])('answers a release that is there by %s and commits nothing', async (_label, input, release) => {
    await withPlay({ [`GET ${TRACK}`]: track({ versionCodes: ['1'] }, release) }, async (client, service) => {
      expect(await client.submit(input as typeof INPUT)).toEqual({ ...SUBMISSION, keepsNotes: true });
      expect(service.calls('PUT')).toEqual([]);
      expect(service.calls('DELETE')).toEqual([`DELETE ${EDITS}/e1`]);
    });
  });

  it('answers the release that has the name where no number is given, and says which build that is', async () => {
    const release = { name: '1.5.0', versionCodes: ['1045'], status: 'completed' };
    await withPlay({ [`GET ${TRACK}`]: track(release) }, async (client, service) => {
      const answer = { ...SUBMISSION, buildNumber: '1045', keepsNotes: true };
      expect(await client.submit({ ...INPUT, buildNumber: undefined })).toEqual(answer);
      expect(service.calls('PUT')).toEqual([]);
    });
  });

  const other = { name: '1.4.0', versionCodes: ['1044'], status: 'completed' };
  const there = {
    ...{ name: '1.5.0', versionCodes: ['1045'], status: 'inProgress', userFraction: 0.1, inAppUpdatePriority: 3 },
    releaseNotes: [{ language: 'de-DE', text: 'Old' }],
  };
  const again = { ...INPUT, submittedBefore: '2026-02-28T12:00:00.000Z' };

  it('gives a release that it submitted before the notes as they are now, and leaves all else', async () => {
    await withPlay({ [`GET ${TRACK}`]: track(there, other) }, async (client, service) => {
      expect(await client.submit(again)).toEqual(SUBMISSION);
      const releases = [{ ...there, releaseNotes: [{ language: 'de-DE', text: 'All new' }] }, other];
      expect(service.only(`PUT ${TRACK}`).json).toEqual({ track: 'production', releases });
      expect(service.calls().at(-1)).toBe(COMMIT);
    });
  });

  it.each([
    ['has them already', { ...there, releaseNotes: [{ language: 'de-DE', text: 'All new' }] }, again],
    ['is told none', there, { ...again, notes: inEnglish(' ') }],
  ])('commits nothing for a release that it submitted before and that %s', async (_, release, input) => {
    await withPlay({ [`GET ${TRACK}`]: track(release, other) }, async (client, service) => {
      expect(await client.submit(input)).toEqual({
        ...SUBMISSION,
        leftToDo: expect.stringContaining('send it for review again'),
      });
      expect(service.calls('PUT')).toEqual([]);
      expect(service.calls('DELETE')).toEqual([`DELETE ${EDITS}/e1`]);
    });
  });

  it('is refused when another version has the build', async () => {
    const other = { name: '1.4.9', versionCodes: ['1045'], status: 'completed' };
    await withPlay({ [`GET ${TRACK}`]: track(other) }, async (client, service) => {
      const message = expect.stringContaining(
        'Version code 1045 is on the track production already, in the release 1.4.9',
      );
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect(service.calls('PUT')).toEqual([]);
    });
  });

  it('puts a newer build of the version in the place of the one that is there', async () => {
    const earlier = { name: '1.5.0', versionCodes: ['1044'], status: 'completed' };
    await withPlay({ [`GET ${TRACK}`]: track(earlier) }, async (client, service) => {
      expect(await client.submit(INPUT)).toEqual(SUBMISSION);
      const { releases } = service.only(`PUT ${TRACK}`).json as { releases: { versionCodes: string[] }[] };
      expect(releases.map(({ versionCodes }) => versionCodes)).toEqual([['1045']]);
    });
  });

  it('releases a draft of the version', async () => {
    await withPlay({ [`GET ${TRACK}`]: track({ name: '1.5.0', status: 'draft' }) }, async (client, service) => {
      await client.submit(INPUT);
      expect(service.calls('PUT')).toHaveLength(1);
    });
  });

  it('takes the newest bundle without a number', async () => {
    await withPlay({}, async (client, service) => {
      await client.submit({ version: '1.5.0', notes: inEnglish(' ') });
      expect(service.only(`PUT ${TRACK}`).json).toEqual({
        track: 'production',
        releases: [{ name: '1.5.0', versionCodes: ['101'], status: 'completed' }],
      });
    });
  });

  it('has its code as Google writes it, although CI pads it', async () => {
    await withPlay({}, async (client, service) => {
      expect(await client.submit({ ...INPUT, buildNumber: '001045' })).toMatchObject({ versionId: '1045' });
      expect(service.only(`PUT ${TRACK}`).json).toMatchObject({ releases: [{ versionCodes: ['1045'] }] });
    });
  });

  it('is refused without a number and without a bundle', async () => {
    await withPlay({ [`GET ${EDITS}/e1/bundles`]: { body: {} } }, async (client) => {
      await expect(client.submit({ version: '1.5.0', notes: inEnglish('') })).rejects.toMatchObject({
        code: 'integration.refused',
      });
    });
  });

  it('cuts the notes to what Google takes, in a language it always has', async () => {
    await withPlay({ [`GET ${EDITS}/e1/details`]: { status: 404 } }, async (client, service) => {
      await client.submit({ ...INPUT, notes: inEnglish('x'.repeat(501)) });
      const body = service.only(`PUT ${TRACK}`).json as {
        releases: { releaseNotes: { language: string; text: string }[] }[];
      };
      const [note] = body.releases[0]?.releaseNotes ?? [];
      expect(note?.language).toBe('en-US');
      expect(note?.text).toBe(`${'x'.repeat(499)}…`);
    });
  });

  it.each([
    ['refusal', 'Only releases with status draft may be created on draft app.', 'integration.refused'],
    ['end of an edit that somebody else ended', 'This Edit has been deleted.', 'integration.unavailable'],
    ['end of an edit', 'This edit has expired, please create a new Edit.', 'integration.unavailable'],
  ])("passes Google's %s at the commit on", async (_, message, code) => {
    const body = { error: { code: 400, message } };
    await withPlay({ [COMMIT]: { status: 400, body } }, async (client) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    });
  });
});
