// updateRelease: changes, refusals, held references, and plans in wall time.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReleaseStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import {
  fieldsOf,
  inOtherTenant,
  type Kit,
  MISSING_ID,
  paths,
  startWorld,
  TENANT_ID,
  verdict,
  type World,
} from '../../support/release-world.ts';

let world: World;
let kit: Kit;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  const tenant = {
    tenantId: TENANT_ID,
    slug: 'acme',
    name: 'Acme',
    timeZone: 'Europe/Berlin',
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  await world.seed(world.tenants.create(tenant));
});
afterAll(() => world.stop());
beforeEach(async () => {
  id = (await world.release(kit)).id;
});

const patch = (body: object, headers = {}) => world.asRole('DEVELOPER')('PATCH', `/releases/${id}`, body, headers);
async function inStatus(status: ReleaseStatus, over = {}): Promise<void> {
  const { release } = await world.stored(id);
  await world.seed([world.releases.update(release, release.updatedAt, { status, ...over })]);
}

describe('updateRelease', () => {
  it('changes the release, its audit trail and the bus in one go', async () => {
    const { status, body, headers } = await patch({ description: 'better', targetReleaseDate: '2026-04-01' });
    const targetReleaseDate = '2026-04-01T21:59:59.999Z';
    expect([status, headers.etag]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ id, description: 'better', targetReleaseDate, revision: 2 });
    expect((await world.stored(id)).release).toMatchObject({ description: 'better', targetReleaseDate, revision: 2 });
    const [, event] = await world.eventsOf(id);
    const changed = expect.arrayContaining(['description', 'targetReleaseDate']);
    expect(event).toMatchObject({
      type: 'ReleaseUpdated',
      data: { releaseId: id, revision: 2, changed, targetReleaseDate },
    });
    const [, entry] = await world.auditOf(id);
    expect(entry).toMatchObject({ action: 'release.updated', details: { after: { description: 'better' } } });
  });

  it('takes a field away with null', async () => {
    await patch({ description: 'better' });
    const { body } = await patch({ description: null, communicationIntegrationId: null });
    expect(body).not.toHaveProperty('description');
    expect((await world.stored(id)).release).not.toHaveProperty('communicationIntegrationId');
  });

  it('writes nothing when nothing changes', async () => {
    await patch({ description: 'better' });
    const { status, body } = await patch({ description: 'better' });
    expect([status, body.revision]).toEqual([200, 2]);
    expect(await world.eventsOf(id)).toHaveLength(2);
  });

  it('honours If-Match', async () => {
    expect((await patch({ description: 'a' }, { 'if-match': '"1"' })).status).toBe(200);
    expect(verdict(await patch({ description: 'b' }, { 'if-match': '"1"' }))).toEqual([
      412,
      'request.precondition_failed',
    ]);
    expect((await world.stored(id)).release.description).toBe('a');
  });

  it('lets one of two win that name the same revision', async () => {
    const both = ['a', 'b'].map((description) => patch({ description }, { 'if-match': '"1"' }));
    const statuses = (await Promise.all(both)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 412]);
  });

  it('answers 409 release.field_locked with the paths and the statuses in which each may change', async () => {
    await inStatus('STARTED');
    const reply = await patch({ autoKickoff: true, plannedDate: '2026-05-01', description: 'fine' });
    expect(verdict(reply)).toEqual([409, 'release.field_locked']);
    expect(paths(reply)).toEqual(['autoKickoff', 'plannedDate']);
    expect(reply.body.changeableIn).toEqual({ autoKickoff: ['KICKOFF_PENDING'], plannedDate: ['KICKOFF_PENDING'] });
    expect((await world.stored(id)).release).not.toHaveProperty('description');
  });

  it('corrects what a failed kick-off could not use, as long as nothing was made from it (K19)', async () => {
    await inStatus('PENDING', { isPaused: true, pauseReason: 'TASK_FAILURE' });
    const corrected = { baseBranch: 'main', branchRelease: 'rel/x', platforms: ['WEB'] };
    expect(await patch(corrected)).toMatchObject({ status: 200, body: corrected });
    await inStatus('PENDING', { branchSha: '3f2c1ab9d0', iOSEpicId: 'APP-1' });
    const reply = await patch({ baseBranch: 'trunk', platforms: ['IOS'] });
    expect(verdict(reply)).toEqual([409, 'release.field_locked']);
    expect(reply.body.madeFrom).toEqual({
      baseBranch: 'rel/x was cut from main at 3f2c1ab',
      platforms: 'APP-1 was made',
    });
  });

  it('takes a tag for a hotfix alone', async () => {
    expect(fieldsOf(await patch({ baseTag: 'v1.0.0' }))).toEqual(['baseTag release.base_tag_not_allowed']);
  });

  it.each([
    ['a plan that has passed', { plannedDate: '2026-02-28' }, ['plannedDate release.planned_date_past']],
    ['a target that has passed', { targetReleaseDate: '2026-02-28' }, ['targetReleaseDate release.target_date_past']],
    [
      'a plan after the target',
      { plannedDate: '2026-04-02', targetReleaseDate: '2026-04-01' },
      ['plannedDate release.planned_after_target'],
    ],
  ])('answers 422 to %s, and changes nothing (W11e)', async (_, body, fields) => {
    const reply = await patch(body);
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'release.invalid', fields]);
    expect((await world.stored(id)).release.revision).toBe(1);
  });

  it('takes today as a plan and as a target, until the day is over', async () => {
    expect((await patch({ plannedDate: '2026-03-01', targetReleaseDate: '2026-03-01' })).status).toBe(200);
  });

  it('changes what else there is of a release whose dates have passed', async () => {
    await inStatus('KICKOFF_PENDING', { targetReleaseDate: '2026-02-01T00:00:00.000Z' });
    expect((await patch({ description: 'late' })).status).toBe(200);
  });

  it.each(['RELEASED', 'CANCELLED', 'ARCHIVED'] as const)('changes nothing of a release in %s', async (status) => {
    await inStatus(status);
    expect(verdict(await patch({ description: 'late' }))).toEqual([409, 'release.field_locked']);
  });

  it('answers 422 with every reference that cannot be used', async () => {
    const off = await world.integration('JIRA', { isActive: false });
    const gone = await world.member('DEVELOPER', { tenantId: MISSING_ID });
    const reply = await patch({ communicationIntegrationId: kit.scm, ticketIntegrationId: off, releasePilotId: gone });
    expect(verdict(reply)).toEqual([422, 'release.invalid']);
    expect(fieldsOf(reply)).toEqual([
      'communicationIntegrationId release.communication_not_found',
      'releasePilotId release.pilot_not_found',
      'ticketIntegrationId release.ticket_inactive',
    ]);
  });

  it('takes references that can be used, and tells of them', async () => {
    const [communicationIntegrationId, ticketIntegrationId, releasePilotId] = await Promise.all([
      world.integration('SLACK'),
      world.integration('JIRA'),
      world.member('DEVELOPER'),
    ]);
    const given = { communicationIntegrationId, ticketIntegrationId, releasePilotId };
    expect((await world.asLead('PATCH', `/releases/${id}`, given)).body).toMatchObject(given);
    const [, event] = await world.eventsOf(id);
    expect(event?.data).toMatchObject({ communicationIntegrationId, ticketIntegrationId });
  });

  it('answers 422 for autoKickoff without a plan, whichever of the two is changed', async () => {
    expect(fieldsOf(await patch({ autoKickoff: true }))).toEqual(['plannedDate release.planned_date_missing']);
    expect((await patch({ autoKickoff: true, plannedDate: '2026-05-01' })).status).toBe(200);
    expect(fieldsOf(await patch({ plannedDate: null }))).toEqual(['plannedDate release.planned_date_missing']);
  });

  it('answers 422 for a platform that is named twice', async () => {
    expect(fieldsOf(await patch({ platforms: ['IOS', 'IOS'] }))).toEqual(['platforms[1] release.duplicate_reference']);
  });

  it('answers 404 for a release that is not there or of another tenant', async () => {
    const request = { role: 'LEAD', method: 'PATCH', body: { description: 'x' } } as const;
    const missing = await world.call({ ...request, path: `/releases/${MISSING_ID}` });
    const foreign = await world.call({ ...request, path: `/releases/${id}`, ...inOtherTenant });
    expect(verdict(missing)).toEqual([404, 'release.not_found']);
    expect(foreign.text).toBe(missing.text);
  });

  it('ends a delay with a date ahead', async () => {
    await inStatus('STARTED', {
      isDelayed: true,
      delayedReason: 'late',
      targetReleaseDate: '2026-02-01T00:00:00.000Z',
    });
    const { body } = await patch({ targetReleaseDate: '2026-04-01' });
    expect(body).toMatchObject({ isDelayed: false, targetReleaseDate: '2026-04-01T21:59:59.999Z' });
    expect(body).not.toHaveProperty('delayedReason');
  });
});

describe('a target', () => {
  it.each([
    ['2026-03-28', '2026-03-28T22:59:59.999Z'],
    ['2026-03-29', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', '2026-10-25T22:59:59.999Z'],
    ['2026-04-01T17:00', '2026-04-01T15:00:00.000Z'],
  ])(
    "of %s is meant in the tenant's zone, and a day lasts until its end: %s (K20)",
    async (given, targetReleaseDate) => {
      const targetLocal = given.length === 10 ? given : `${given}:00`;
      const expected = { targetReleaseDate, targetLocal, targetTimeZone: 'Europe/Berlin' };
      expect((await patch({ targetReleaseDate: given })).body).toMatchObject(expected);
      expect(await world.release(kit, { targetReleaseDate: given })).toMatchObject(expected);
    },
  );

  it('with an offset is that instant, and forgets the day before', async () => {
    await patch({ targetReleaseDate: '2026-04-01' });
    const { body } = await patch({ targetReleaseDate: '2026-04-02T09:00:00+05:30' });
    expect(body.targetReleaseDate).toBe('2026-04-02T03:30:00.000Z');
    expect(body).not.toHaveProperty('targetLocal');
  });

  it.each(['plannedDate', 'targetReleaseDate'])('of a %s that is none says the format (W11f)', async (field) => {
    const { status, body } = await patch({ [field]: '31.12.2026' });
    expect(status).toBe(400);
    expect(body.fields[0].message).toMatch(/^must be a date such as 2026-04-01, or a date-time such as /);
  });
});

describe('a plan', () => {
  it.each([
    ['2026-03-28T09:00', '2026-03-28T08:00:00.000Z'],
    ['2026-03-30T09:00', '2026-03-30T07:00:00.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-04-01', '2026-03-31T22:00:00.000Z'],
  ])("of %s is wall time of the tenant's zone: %s", async (given, plannedDate) => {
    const plannedLocal = given.length === 10 ? `${given}T00:00:00` : `${given}:00`;
    const expected = { plannedDate, plannedLocal, plannedTimeZone: 'Europe/Berlin' };
    expect((await patch({ plannedDate: given })).body).toMatchObject(expected);
    expect(await world.release(kit, { plannedDate: given })).toMatchObject(expected);
  });

  it('with an offset is that instant, and forgets the wall time before', async () => {
    await patch({ plannedDate: '2026-04-01' });
    const { body } = await patch({ plannedDate: '2026-04-02T09:00:00+05:30' });
    expect(body.plannedDate).toBe('2026-04-02T03:30:00.000Z');
    expect(body).not.toHaveProperty('plannedLocal');
  });
});
