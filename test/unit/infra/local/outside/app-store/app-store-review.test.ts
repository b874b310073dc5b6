// The way of a version through review to the store, in the App Store Connect stand-in.
import { describe, expect, it } from 'vitest';
import { appleToken, bearer } from '../world-fixture.ts';
import { APP, entity, idOf, open, release, stateOf, submit, versionOf } from './app-store-fixture.ts';

describe('a version', () => {
  it('is found by number, platform and state', async () => {
    const { apple } = open();
    const { version } = await submit(apple, { releaseType: 'MANUAL' });
    const list = (query: string) => apple(`GET /v1/apps/${APP}/appStoreVersions?${query}`);
    const found = await list('filter[versionString]=1.5.0&filter[platform]=IOS');
    expect(found.body).toMatchObject({ data: [{ id: version }] });
    expect((await list('filter[versionString]=9')).body).toMatchObject({ data: [] });
    expect((await list('filter[appVersionState]=PENDING_DEVELOPER_RELEASE')).body).toMatchObject({
      data: [{ id: version }],
    });
  });

  it('waits for its release when that is manual, and replaces the one before', async () => {
    const { apple } = open();
    const first = await submit(apple, { versionString: '1.4.0', releaseType: 'MANUAL' });
    expect(await stateOf(apple, first.version)).toBe('PENDING_DEVELOPER_RELEASE');
    expect(await apple('POST /v1/appStoreVersionReleaseRequests', release(first.version))).toMatchObject({
      status: 201,
    });
    expect(await stateOf(apple, first.version)).toBe('READY_FOR_DISTRIBUTION');
    const second = await submit(apple, { versionString: '1.5.0', releaseType: 'AFTER_APPROVAL' });
    expect(await stateOf(apple, second.version)).toBe('READY_FOR_DISTRIBUTION');
    expect(await stateOf(apple, first.version)).toBe('REPLACED_WITH_NEW_VERSION');
  });

  it('can not be released before it is approved, nor changed after it was submitted', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { version, build } = await submit(apple, { releaseType: 'MANUAL' });
    const attach = { json: { data: { type: 'builds', id: build } } };
    for (const reply of [
      await apple('POST /v1/appStoreVersionReleaseRequests', release(version)),
      await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, attach),
      await apple(
        `PATCH /v1/appStoreVersions/${version}`,
        entity('appStoreVersions', { versionString: '1.5.1' }, {}, version),
      ),
    ]) {
      expect(reply).toMatchObject({ status: 409, body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] } });
    }
  });

  it('takes only a build of its own app', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const { body } = await apple('GET /v1/builds?filter[app]=999&filter[version]=1');
    const reply = await apple(`PATCH /v1/appStoreVersions/${version}/relationships/build`, {
      json: { data: { type: 'builds', id: Object(body).data[0].id } },
    });
    expect(reply).toMatchObject({ status: 409, body: { errors: [{ code: 'ENTITY_ERROR.RELATIONSHIP.INVALID' }] } });
  });

  it('says what is new in its localization', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const list = `GET /v1/appStoreVersions/${version}/appStoreVersionLocalizations`;
    const { id } = Object((await apple(list)).body).data[0];
    const write = (whatsNew: string) =>
      apple(
        `PATCH /v1/appStoreVersionLocalizations/${id}`,
        entity('appStoreVersionLocalizations', { whatsNew }, {}, id),
      );
    expect((await write('x'.repeat(4001))).status).toBe(409);
    expect((await write('Better')).status).toBe(200);
    expect((await apple(list)).body).toMatchObject({ data: [{ attributes: { locale: 'en-US', whatsNew: 'Better' } }] });
  });

  it.each([
    ['a new one', 'fr-FR', 201, undefined],
    ['one it has', 'en-US', 409, 'ENTITY_ERROR.ATTRIBUTE.INVALID.DUPLICATE'],
    ['one that the App Store does not know', 'eo', 409, 'ENTITY_ERROR.ATTRIBUTE.TYPE'],
  ])('takes %s as another language', async (_, locale, status, code) => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const related = { appStoreVersion: ['appStoreVersions', version] as [string, string] };
    const body = entity('appStoreVersionLocalizations', { locale, whatsNew: 'New' }, related);
    const reply = await apple('POST /v1/appStoreVersionLocalizations', body);
    expect(reply.status).toBe(status);
    if (code) expect(reply.body).toMatchObject({ errors: [{ code }] });
  });
});

describe('a review submission', () => {
  it('completes with the approval of its version', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    const { submission, version } = await submit(apple);
    expect((await apple(`GET /v1/reviewSubmissions/${submission}/items`)).body).toMatchObject({
      data: [{ relationships: { appStoreVersion: { data: { id: version } } } }],
    });
    expect((await apple(`GET /v1/reviewSubmissions?filter[app]=${APP}&filter[state]=COMPLETE`)).body).toMatchObject({
      data: [
        {
          id: submission,
          attributes: { platform: 'IOS' },
          relationships: { appStoreVersionForReview: { data: { id: version } } },
        },
      ],
    });
  });

  it('has issues when its version is rejected, and can be submitted again', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'REJECTED' } });
    const { submission, version } = await submit(apple);
    expect(await stateOf(apple, version)).toBe('REJECTED');
    const { body } = await apple(`GET /v1/reviewSubmissions?filter[app]=${APP}`);
    expect(body).toMatchObject({ data: [{ attributes: { state: 'UNRESOLVED_ISSUES' } }] });
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    await apple(`PATCH /v1/reviewSubmissions/${submission}`, entity('reviewSubmissions', { submitted: true }));
    expect(await stateOf(apple, version)).toBe('READY_FOR_DISTRIBUTION');
  });

  it.each([
    [['WAITING', 'REJECTED', 'WAITING'], 'REJECTED'],
    [['APPROVED', 'WAITING'], 'READY_FOR_DISTRIBUTION'],
  ])('is decided when %j is said, whatever is said of later ones', async ([before = '', ...later], state) => {
    const { apple } = open();
    const decide = (outcome: string) => apple(`PUT /_reviews/${APP}`, { json: { outcome } });
    await decide(before);
    const { version } = await submit(apple);
    for (const outcome of later) await decide(outcome);
    expect(await stateOf(apple, version)).toBe(state);
  });

  it('can be taken back while it waits', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { submission, version } = await submit(apple);
    const cancel = entity('reviewSubmissions', { canceled: true });
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).body).toMatchObject({
      data: { attributes: { state: 'CANCELING' } },
    });
    expect(await stateOf(apple, version)).toBe('DEVELOPER_REJECTED');
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).status).toBe(409);
  });

  it('needs an item, and the item a build', async () => {
    const { apple } = open();
    const submission = idOf(
      await apple(
        'POST /v1/reviewSubmissions',
        entity('reviewSubmissions', { platform: 'IOS' }, { app: ['apps', APP] }),
      ),
    );
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const item = entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', submission], appStoreVersion: ['appStoreVersions', version] },
    );
    expect(await apple('POST /v1/reviewSubmissionItems', item)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] },
    });
    expect(
      (await apple(`PATCH /v1/reviewSubmissions/${submission}`, entity('reviewSubmissions', { submitted: true })))
        .status,
    ).toBe(409);
  });

  it('can be taken back while nobody has said how it ends, although its version counts as approved', async () => {
    const { apple } = open();
    const { version, submission } = await submit(apple, { releaseType: 'AFTER_APPROVAL' });
    expect(await stateOf(apple, version)).toBe('READY_FOR_DISTRIBUTION');
    expect((await apple(`GET /v1/reviewSubmissions?filter[app]=${APP}`)).body).toMatchObject({
      data: [{ id: submission, attributes: { state: 'WAITING_FOR_REVIEW' } }],
    });
    const cancel = entity('reviewSubmissions', { canceled: true });
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).status).toBe(200);
    expect(await stateOf(apple, version)).toBe('DEVELOPER_REJECTED');
  });

  it('can not be taken back once it was said to be approved', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    const { version, submission } = await submit(apple, { releaseType: 'AFTER_APPROVAL' });
    expect(await stateOf(apple, version)).toBe('READY_FOR_DISTRIBUTION');
    const cancel = entity('reviewSubmissions', { canceled: true });
    expect((await apple(`PATCH /v1/reviewSubmissions/${submission}`, cancel)).status).toBe(409);
  });

  it('refuses a version that another one holds', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { version } = await submit(apple);
    const second = idOf(
      await apple('POST /v1/reviewSubmissions', entity('reviewSubmissions', {}, { app: ['apps', APP] })),
    );
    const item = entity(
      'reviewSubmissionItems',
      {},
      { reviewSubmission: ['reviewSubmissions', second], appStoreVersion: ['appStoreVersions', version] },
    );
    expect(await apple('POST /v1/reviewSubmissionItems', item)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ITEM_PART_OF_ANOTHER_SUBMISSION' }] },
    });
  });
});

describe('a phased release', () => {
  const phase = (version: string, state = 'INACTIVE') =>
    entity(
      'appStoreVersionPhasedReleases',
      { phasedReleaseState: state },
      { appStoreVersion: ['appStoreVersions', version] },
    );
  const change = (state: string) => entity('appStoreVersionPhasedReleases', { phasedReleaseState: state });

  it('begins with the release, counts its days, and can be paused and completed', async () => {
    const { apple, clock, asking } = open();
    const { version } = await submit(apple, { releaseType: 'MANUAL' });
    const path = `/v1/appStoreVersionPhasedReleases/${idOf(await apple('POST /v1/appStoreVersionPhasedReleases', phase(version)))}`;
    await apple('POST /v1/appStoreVersionReleaseRequests', release(version));
    clock.now += 2 * 86_400_000;
    const seconds = clock.now / 1000;
    const later = asking('app-store', bearer(appleToken({ iat: seconds, exp: seconds + 600 })));
    expect((await later(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`)).body).toMatchObject({
      data: { attributes: { phasedReleaseState: 'ACTIVE', currentDayNumber: 3 } },
    });
    expect((await later(`PATCH ${path}`, change('PAUSED'))).status).toBe(200);
    expect((await later(`PATCH ${path}`, change('COMPLETE'))).status).toBe(200);
    expect(await later(`PATCH ${path}`, change('ACTIVE'))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID' }] },
    });
  });

  it('may be paused for 30 days in all, however often: its days stand still, and after that it goes on by itself', async () => {
    const { apple, clock, asking } = open();
    const { version } = await submit(apple, { releaseType: 'MANUAL' });
    const path = `/v1/appStoreVersionPhasedReleases/${idOf(await apple('POST /v1/appStoreVersionPhasedReleases', phase(version)))}`;
    await apple('POST /v1/appStoreVersionReleaseRequests', release(version));
    const daysLater = (days: number) => {
      clock.now += days * 86_400_000;
      const seconds = clock.now / 1000;
      return asking('app-store', bearer(appleToken({ iat: seconds, exp: seconds + 600 })));
    };
    const seen = async (ask: typeof apple) => {
      const { body } = await ask(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`);
      const { phasedReleaseState, currentDayNumber, totalPauseDuration } = Object(body).data.attributes;
      return [phasedReleaseState, currentDayNumber, totalPauseDuration];
    };
    expect((await daysLater(1)(`PATCH ${path}`, change('PAUSED'))).status).toBe(200);
    expect(await seen(daysLater(20))).toEqual(['PAUSED', 2, 20]);
    expect((await daysLater(0)(`PATCH ${path}`, change('ACTIVE'))).status).toBe(200);
    expect(await seen(daysLater(1))).toEqual(['ACTIVE', 3, 20]);
    expect((await daysLater(0)(`PATCH ${path}`, change('PAUSED'))).status).toBe(200);
    expect(await seen(daysLater(9.5))).toEqual(['PAUSED', 3, 29]);
    expect(await seen(daysLater(1.5))).toEqual(['ACTIVE', 4, 30]);
    expect(await daysLater(0)(`PATCH ${path}`, change('PAUSED'))).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'STATE_ERROR.ENTITY_STATE_INVALID', detail: expect.stringContaining('30 days') }] },
    });
    expect((await daysLater(0)(`PATCH ${path}`, change('COMPLETE'))).status).toBe(200);
    expect(await seen(daysLater(3))).toEqual(['COMPLETE', 7, 30]);
  });

  it('begins also with a version that goes on sale by itself when it is approved', async () => {
    const { apple } = open();
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'WAITING' } });
    const { version } = await submit(apple, { releaseType: 'AFTER_APPROVAL' });
    await apple('POST /v1/appStoreVersionPhasedReleases', phase(version));
    await apple(`PUT /_reviews/${APP}`, { json: { outcome: 'APPROVED' } });
    expect((await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`)).body).toMatchObject({
      data: { attributes: { phasedReleaseState: 'ACTIVE', currentDayNumber: 1 } },
    });
  });

  it('is one per version, and can be taken away', async () => {
    const { apple } = open();
    const version = idOf(await apple('POST /v1/appStoreVersions', versionOf({})));
    const first = await apple('POST /v1/appStoreVersionPhasedReleases', phase(version));
    expect((await apple('POST /v1/appStoreVersionPhasedReleases', phase(version))).status).toBe(409);
    expect((await apple(`DELETE /v1/appStoreVersionPhasedReleases/${idOf(first)}`)).status).toBe(204);
    expect((await apple(`GET /v1/appStoreVersions/${version}/appStoreVersionPhasedRelease`)).body).toMatchObject({
      data: null,
    });
  });
});
