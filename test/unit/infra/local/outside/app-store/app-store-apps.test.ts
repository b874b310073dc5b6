// An app in the App Store Connect stand-in: its uploaded builds, when an approved version goes on sale, how one is
// given up, and Apple's words in refusals.
import { describe, expect, it } from 'vitest';
import { type Ask, appleToken, bearer } from '../world-fixture.ts';
import { APP, entity, idOf, open, stateOf, submit, versionOf } from './app-store-fixture.ts';

const HOUR = 3_600_000;
const builds = async (apple: Ask, query: string) =>
  Object((await apple(`GET /v1/builds?filter[app]=${APP}&${query}`)).body).data.map(
    ({ attributes }: { attributes: Record<string, unknown> }) =>
      `${attributes.version} ${attributes.processingState}${attributes.expired ? ' expired' : ''}`,
  );

describe('builds that were uploaded', () => {
  it('are those that were said, the newest first when asked for so', async () => {
    const { apple } = open();
    const uploaded = [
      { version: '1.5.0', number: '41', isExpired: true },
      { version: '1.5.0', number: '42', state: 'PROCESSING' },
      { version: '1.6.0', number: '43' },
    ];
    expect((await apple(`PUT /_builds/${APP}`, { json: { builds: uploaded } })).status).toBe(204);
    expect(await builds(apple, 'sort=-uploadedDate')).toEqual(['43 VALID', '42 PROCESSING', '41 VALID expired']);
    expect(await builds(apple, 'filter[preReleaseVersion.version]=1.5.0')).toEqual([
      '41 VALID expired',
      '42 PROCESSING',
    ]);
    expect(await builds(apple, 'filter[version]=43')).toEqual(['43 VALID']);
    expect(await builds(apple, 'filter[version]=44')).toEqual([]);
  });

  it.each([[{ number: '1' }], [{ version: '1.0.0' }], [{ version: '1.0.0', number: '1', state: 'LOST' }]])(
    'are not %j',
    async (build) => {
      const { apple } = open();
      expect((await apple(`PUT /_builds/${APP}`, { json: { builds: [build] } })).status).toBe(400);
    },
  );
});

describe('an approved version', () => {
  it('that is scheduled goes on sale at its hour', async () => {
    const { apple, asking, clock } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    const hour = Math.ceil(clock.now / HOUR) * HOUR + HOUR;
    const earliestReleaseDate = new Date(hour).toISOString();
    const { version } = await submit(apple, { releaseType: 'SCHEDULED', earliestReleaseDate });
    expect(await stateOf(apple, version)).toBe('PENDING_DEVELOPER_RELEASE');
    clock.now = hour;
    const [iat, exp] = [hour / 1000, hour / 1000 + 600];
    expect(await stateOf(asking('app-store', bearer(appleToken({ iat, exp }))), version)).toBe(
      'READY_FOR_DISTRIBUTION',
    );
  });

  it.each([
    ['no hour', { releaseType: 'SCHEDULED' }],
    ['no whole hour', { releaseType: 'SCHEDULED', earliestReleaseDate: '2026-03-02T09:30:00Z' }],
    ['an hour of another release type', { releaseType: 'MANUAL', earliestReleaseDate: '2026-03-02T09:00:00Z' }],
  ])('is not made with %s', async (_label, attributes) => {
    const { apple } = open();
    expect(await apple('POST /v1/appStoreVersions', versionOf(attributes))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'ENTITY_ERROR.ATTRIBUTE.INVALID' }] },
    });
  });

  it('is given up by the submission as it was before review submissions, unless it is out', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    const { version, submission } = await submit(apple, { releaseType: 'MANUAL' });
    const cancel = entity('reviewSubmissions', { canceled: true });
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).status).toBe(409);
    const legacy = await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionSubmission`);
    expect(legacy.body).toMatchObject({ data: { attributes: { canReject: true } } });
    const giveUp = () => apple(`DELETE /v1/appStoreVersionSubmissions/${idOf(legacy)}`);
    expect((await giveUp()).status).toBe(204);
    expect(await stateOf(apple, version)).toBe('DEVELOPER_REJECTED');
    expect((await giveUp()).status).toBe(409);
    const none = await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionSubmission`);
    expect(none).toMatchObject({ status: 200, body: { data: null } });
    expect((await apple('DELETE /v1/appStoreVersionSubmissions/none')).status).toBe(404);
  });
});

it('nests the causes of a version that cannot be reviewed', async () => {
  const { apple } = open();
  const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
  const submission = idOf(
    await apple('POST /v1/reviewSubmissions', entity('reviewSubmissions', {}, { app: ['apps', APP] })),
  );
  const related = {
    reviewSubmission: ['reviewSubmissions', submission],
    appStoreVersion: ['appStoreVersions', version],
  };
  const item = entity('reviewSubmissionItems', {}, related as never);
  const cause = { code: 'ENTITY_ERROR.RELATIONSHIP.REQUIRED', detail: expect.stringContaining("'build'") };
  const associatedErrors = { [`/v1/appStoreVersions/${version}`]: [cause] };
  expect(await apple('POST /v1/reviewSubmissionItems', item)).toMatchObject({
    status: 409,
    body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID', meta: { associatedErrors } }] },
  });
});

describe('notes', () => {
  const write = async (apple: Ask, whatsNew: string, versionString = '1.5.0') => {
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({ versionString })));
    const list = await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionLocalizations`);
    const [{ id }] = Object(list.body).data;
    return apple(
      `PATCH /v1/appStoreVersionLocalizations/${id}`,
      entity('appStoreVersionLocalizations', { whatsNew }, {}, id),
    );
  };

  it('hold no emoji', async () => {
    const { apple } = open();
    expect(await write(apple, 'Faster 🚀')).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'ENTITY_ERROR.ATTRIBUTE.INVALID.INVALID_CHARACTERS' }] },
    });
  });

  it('are none of the first version of an app', async () => {
    const { apple } = open();
    await apple(`PUT /_languages/${APP}`, { json: { app: ['en-US'], version: ['en-US'], isNew: true } });
    expect(await write(apple, 'New')).toMatchObject({ status: 409, body: { errors: [{ code: 'STATE_ERROR' }] } });
  });

  it('are those of the second', async () => {
    const { apple } = open();
    await submit(apple, { versionString: '1.4.0' });
    await apple(`PUT /_languages/${APP}`, { json: { app: ['en-US'], version: ['en-US'], isNew: true } });
    expect((await write(apple, 'New')).status).toBe(200);
  });
});
