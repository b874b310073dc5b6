// The defaults of createRelease: dates, a base that is not given, and the user who asks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, type Kit, startWorld, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const create = (body: object) => world.asLead('POST', '/releases', body);

describe('createRelease', () => {
  it('says every date that cannot be so (W11e)', async () => {
    const past = await create(
      world.bodyOf(kit, { plannedDate: '2026-02-28T09:00:00Z', targetReleaseDate: '2026-02-27' }),
    );
    expect([past.status, ...fieldsOf(past)]).toEqual([
      422,
      'plannedDate release.planned_after_target',
      'plannedDate release.planned_date_past',
      'targetReleaseDate release.target_date_past',
    ]);
    const crossed = await create(world.bodyOf(kit, { plannedDate: '2026-04-02', targetReleaseDate: '2026-04-01' }));
    expect(crossed.body.fields).toEqual([
      {
        path: 'plannedDate',
        code: 'release.planned_after_target',
        message: 'is 2026-04-02 (UTC), after targetReleaseDate, which is 2026-04-01 (UTC)',
      },
    ]);
  });

  it('takes plan and target on one day, today too', async () => {
    const body = world.bodyOf(kit, { plannedDate: '2026-03-01', targetReleaseDate: '2026-03-01' });
    expect((await create(body)).status).toBe(201);
  });

  it('cuts from the default branch of the SCM integration where no base is given (W12)', async () => {
    const scm = await world.integration('GITHUB', { config: { defaultBranch: 'trunk' } });
    const body = world.bodyOf(kit, { scmIntegrationId: scm, pipelines: [], baseBranch: undefined });
    expect((await create(body)).body.baseBranch).toBe('trunk');
  });

  it('names the token that made the release (W8)', async () => {
    const tokenId = '0192f000-0000-7000-8000-0000000000c1';
    const byCi = await world.release(kit, {}, { role: 'CI', userId: tokenId });
    expect(byCi).toMatchObject({ createdByAccountId: tokenId, createdByName: 'the ci' });
  });
});
