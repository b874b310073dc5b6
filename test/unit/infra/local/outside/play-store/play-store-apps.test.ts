// An app in the Google Play stand-in, and the reasons for which a commit is refused.
import { describe, expect, it } from 'vitest';
import { type Ask, bearer, openWorld } from '../world-fixture.ts';

const APP = '/androidpublisher/v3/applications/com.acme.app';
const open = (): Ask => openWorld().asking('play-store', bearer('ya29.test'));

async function commit(play: Ask, release: object, query = '') {
  const { body } = await play(`POST ${APP}/edits`, { json: {} });
  const edit = `${APP}/edits/${Object(body).id}`;
  const json = { releases: [{ name: '1.5.0', versionCodes: ['417'], status: 'completed', ...release }] };
  const put = await play(`PUT ${edit}/tracks/production`, { json });
  return put.status === 200 ? play(`POST ${edit}:commit${query}`) : put;
}
const says = (play: Ask, app: object) => play('PUT /_apps/com.acme.app', { json: app as never });
const KEPT = '?changesNotSentForReview=true';

describe('a commit', () => {
  it.each([
    ['keeps changes from the review of an app whose changes are sent', {}, {}, KEPT, 400, 'must not be set'],
    ['sends those of an app whose changes are not', { isSentForReview: false }, {}, '', 400, 'to true'],
    ['keeps those of an app whose changes are not sent', { isSentForReview: false }, {}, KEPT, 200, ''],
    ['releases an app that is a draft', { isDraft: true }, {}, '', 400, 'Only releases with status draft'],
    ['has a draft of an app that is a draft', { isDraft: true }, { status: 'draft' }, '', 200, ''],
  ])('%s', async (_label, app, release, query, status, message) => {
    const play = open();
    expect((await says(play, app)).status).toBe(204);
    const reply = await commit(play, release, query);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toContain(message);
  });

  it('with a lower version code is refused with 403 where that is checked', async () => {
    const play = open();
    await says(play, { checksUpgrades: true });
    expect((await commit(play, {})).status).toBe(200);
    expect(await commit(play, { versionCodes: ['416'] })).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('allow any existing users to upgrade') } },
    });
    await says(play, {});
    expect((await commit(play, { versionCodes: ['416'] })).status).toBe(200);
  });

  it.each([-1, 6, 2.5])('has no in-app update priority of %d', async (inAppUpdatePriority) => {
    expect((await commit(open(), { inAppUpdatePriority })).status).toBe(400);
  });

  it.each([0, 5])('has an in-app update priority of %d', async (inAppUpdatePriority) => {
    expect((await commit(open(), { inAppUpdatePriority })).status).toBe(200);
  });
});

it.each([
  [{}, 'PUBLISHED'],
  [{ review: 'IN_REVIEW' }, 'IN_REVIEW'],
])('the releases of a track tell the review of an app that is %j', async (app, review) => {
  const play = open();
  await commit(play, {});
  await says(play, app);
  const { body } = await play(`GET ${APP}/tracks/production/releases`);
  expect(body).toEqual({
    releases: [
      {
        releaseName: '1.5.0',
        track: 'production',
        activeArtifacts: [{ versionCode: 417 }],
        releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${review}`,
      },
    ],
  });
});

it.each([[[]], [{ isDraft: 'yes' }], [{ isNew: true }], [{ review: 'SOON' }]])('an app is not %j', async (app) => {
  expect((await says(open(), app)).status).toBe(400);
});
