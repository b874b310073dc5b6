// Answers of Google Play to an edit and their meaning: apps with reviews on request, apps that accept only drafts, refusals that look like
// bad credentials, and edits that ended.
import { describe, expect, it } from 'vitest';
import { createPatientOutbound } from '../../../../../functions/_adapters/_client/patient-outbound.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import {
  COMMIT,
  DROP,
  EDITS,
  type PlayClient,
  play,
  releasesOf,
  TRACK,
  withPlay,
} from '../../../../support/services/google-play.ts';
import { type Answer, type HttpService, localOutbound } from '../../../../support/services/http-service.ts';

const INPUT = { version: '1.5.1', buildNumber: '157', notes: inEnglish('') };

const refusal = (status: number, message: string, reason?: string, word?: string): Answer => ({
  status,
  body: {
    error: {
      code: status,
      message,
      ...(reason !== undefined && { errors: [{ message, domain: 'androidpublisher', reason }] }),
      ...(word !== undefined && { status: word }),
    },
  },
});
const commits = (service: HttpService) =>
  service.seen
    .filter(({ path }) => path.endsWith(':commit'))
    .map(({ query }) => query.changesNotSentForReview ?? 'sent');

describe('changes that Google sends for review or does not', () => {
  const keeps = refusal(
    400,
    'Changes cannot be sent for review automatically. Please set the query parameter changesNotSentForReview to true. Once committed, the changes in this edit can be sent for review from the Google Play Console UI.',
  );
  const sends = refusal(
    400,
    'Changes are sent for review automatically. The query parameter changesNotSentForReview must not be set.',
  );
  const answering = (parameter: 'sent' | 'true', failure: Answer) => ({
    ...play(),
    [COMMIT]: ({ query }: { query: Readonly<Record<string, string>> }) =>
      (query.changesNotSentForReview ?? 'sent') === parameter ? failure : { body: { id: 'e1' } },
  });
  const toSend = expect.stringContaining('until a person sends them for review');

  it.each([
    ['as Google sends them', {}, play(), ['sent'], undefined],
    ['as Google asks for it after a rejection', {}, answering('sent', keeps), ['sent', 'true'], toSend],
    ['as the integration says', { changesNotSentForReview: true }, play(), ['true'], toSend],
    [
      'as Google does with the others',
      { changesNotSentForReview: true },
      answering('true', sends),
      ['true', 'sent'],
      undefined,
    ],
  ])('commits %s and says what is left to do (K22)', async (_label, options, answers, expected, leftToDo) => {
    const run = async (client: PlayClient, service: HttpService) => {
      const submitted = await client.submit(INPUT);
      expect(commits(service)).toEqual(expected);
      expect(submitted.leftToDo).toEqual(leftToDo);
      expect(service.calls('DELETE')).toEqual([]);
    };
    await withPlay(answers, run, { options });
  });

  it('passes the refusal on where the integration says that they are always sent (K22)', async () => {
    const run = async (client: PlayClient, service: HttpService) => {
      const message = expect.stringContaining('Changes cannot be sent for review automatically');
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect(service.calls('DELETE')).toEqual([DROP]);
    };
    await withPlay(answering('sent', keeps), run, { options: { changesNotSentForReview: false } });
  });

  it('commits a halt so, too (K22)', async () => {
    const staged = { name: '1.5.1', versionCodes: ['157'], status: 'inProgress', userFraction: 0.1 };
    const answers = { ...answering('sent', keeps), [`GET ${TRACK}`]: play(staged)[`GET ${TRACK}`] ?? {} };
    await withPlay(answers, async (client) => {
      const halted = { state: 'HALTED', storeState: 'halted', percentage: 10, leftToDo: toSend };
      expect(await client.haltRollout({ version: '1.5.1' })).toEqual(halted);
    });
  });
});

describe('an app that was never published', () => {
  const draftsOnly = refusal(
    400,
    'Only releases with status draft may be created on draft app.',
    'rolloutNotPermittedOnDraftApp',
  );
  const wantsDrafts = (call: string) => {
    const isDraft = (json: unknown) => JSON.stringify(json).includes('"draft"');
    let last: unknown;
    return {
      ...play(),
      [`PUT ${TRACK}`]: ({ json }: { json: unknown }) => {
        last = json;
        return call === 'PUT' && !isDraft(json) ? draftsOnly : { body: { track: 'production' } };
      },
      [COMMIT]: () => (call === 'commit' && !isDraft(last) ? draftsOnly : { body: { id: 'e1' } }),
    };
  };
  const toRelease = expect.stringContaining('release it in the Play Console');

  it.each([
    ['when Google says so at the commit', {}, wantsDrafts('commit')],
    ['when Google says so of the track', {}, wantsDrafts('PUT')],
    ['as the integration says', { isDraftApp: true }, play()],
  ])('gets a draft %s, which is said (K22)', async (_label, options, answers) => {
    const run = async (client: PlayClient, service: HttpService) => {
      expect(await client.submit({ ...INPUT, percentage: 10 })).toMatchObject({ leftToDo: toRelease });
      expect(releasesOf(service)).toEqual([{ name: '1.5.1', versionCodes: ['157'], status: 'draft' }]);
    };
    await withPlay(answers, run, { options });
  });

  it('is refused where the integration says that the app is published (K22)', async () => {
    const run = async (client: PlayClient) => {
      const message = expect.stringContaining('Only releases with status draft');
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: 'integration.refused', message });
    };
    await withPlay(wantsDrafts('commit'), run, { options: { isDraftApp: false } });
  });
});

describe('a refusal', () => {
  const UPGRADE =
    'You cannot rollout this release because it does not allow any existing users to upgrade to the newly added APKs.';
  it.each([
    ['of a lower version code, by its reason', refusal(403, UPGRADE, 'apkNoUpgradePaths'), 'refused', 'upgrade'],
    [
      'of a lower version code, as Google says it now',
      refusal(403, UPGRADE, 'forbidden', 'PERMISSION_DENIED'),
      'refused',
      'upgrade',
    ],
    [
      'of a code that was used',
      refusal(403, 'APK specifies a version code that has already been used.', 'apkUpgradeVersionConflict'),
      'refused',
      'already been used',
    ],
    [
      'of the account',
      refusal(403, 'The caller does not have permission', 'forbidden', 'PERMISSION_DENIED'),
      'unauthorized',
      'permission',
    ],
    ['of the account, by its reason', refusal(403, 'No.', 'permissionDenied'), 'unauthorized', 'No.'],
    [
      'of the project',
      refusal(403, 'Google Play Android Developer API has not been used in project 1 before', 'accessNotConfigured'),
      'unauthorized',
      'project',
    ],
    ['of a used up quota', refusal(403, 'Quota exceeded', 'quotaExceeded'), 'rate_limited', 'Quota'],
    ['of an edit that ended', { status: 410, body: { error: { code: 410, message: 'Gone' } } }, 'unavailable', 'Gone'],
    ['of an edit that ended, without words', { status: 410 }, 'unavailable', '410'],
    ['of an edit, by its reason', refusal(409, 'No.', 'editAlreadyCommitted'), 'unavailable', 'No.'],
    ['of two edits at a time', refusal(409, 'Conflict', 'aborted', 'ABORTED'), 'unavailable', 'Conflict'],
  ])("%s is what it says, in Google's words (K28)", async (_label, answer, code, words) => {
    await withPlay({ ...play(), [COMMIT]: answer }, async (client) => {
      const failure = { code: `integration.${code}`, message: expect.stringContaining(words) };
      await expect(client.submit(INPUT)).rejects.toMatchObject(failure);
    });
  });

  it('names every cause that Google names (K15)', async () => {
    const errors = [{ message: 'The app has no privacy policy.' }, { message: 'Declare the health permissions.' }];
    const body = { error: { code: 400, message: 'Edit could not be committed.', errors } };
    await withPlay({ ...play(), [COMMIT]: { status: 400, body } }, async (client) => {
      const message = expect.stringContaining(
        'committed.; The app has no privacy policy.; Declare the health permissions.',
      );
      await expect(client.submit(INPUT)).rejects.toMatchObject({ message });
    });
  });

  const ended = refusal(401, 'Request had invalid authentication credentials.', 'authError', 'UNAUTHENTICATED');

  it.each([
    ['when the track is written', `PUT ${TRACK}`, { body: { track: 'production' } }],
    ['at the commit', COMMIT, { body: { id: 'e1' } }],
  ])('of a token that worked before leads to a new token %s', async (_label, call, accepted) => {
    await withPlay({ ...play(), [call]: [ended, accepted] }, async (client, service) => {
      expect(await client.submit(INPUT)).toMatchObject({ versionId: '157' });
      expect(service.calls('POST').filter((one) => one === 'POST /token')).toHaveLength(2);
    });
  });

  it('of a token that never worked is one of the credential', async () => {
    await withPlay({ ...play(), [`POST ${EDITS}`]: ended }, async (client, service) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({ code: 'integration.unauthorized' });
      expect(service.calls('POST')).toEqual(['POST /token', `POST ${EDITS}`]);
    });
  });

  it('of an edit that ended leads to a new edit (K28)', async () => {
    const patient = createPatientOutbound(localOutbound, { patienceMs: 10_000, pause: async () => undefined });
    const answers = { ...play(), [COMMIT]: [{ status: 410 }, { body: { id: 'e1' } }] };
    const run = async (client: PlayClient, service: HttpService) => {
      expect(await client.submit(INPUT)).toMatchObject({ versionId: '157' });
      expect(service.calls('POST').filter((call) => call === `POST ${EDITS}`)).toHaveLength(2);
    };
    await withPlay(answers, run, { outbound: patient });
  });
});
