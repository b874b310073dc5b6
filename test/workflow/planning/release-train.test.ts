// The release-train state machine: departures, what goes wrong with them, and schedules that change meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USER_ID } from '../../support/http.ts';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type PlanningStage, startPlanningStage } from './planning-stage.ts';

let stage: PlanningStage;
beforeAll(async () => {
  stage = await startPlanningStage();
});
afterAll(() => stage.stop());

const templateOf = () => ({
  scmIntegrationId: stage.kit.scm,
  baseBranch: 'main',
  targets: [stage.kit.appStore],
  pipelines: [stage.kit.iosPipeline],
});
async function train(service: string, over: object = {}): Promise<string> {
  const body = {
    service,
    name: service,
    rrule: 'FREQ=DAILY',
    timeZone: 'UTC',
    dtstart: '2026-01-01T09:00',
    template: templateOf(),
    ...over,
  };
  await stage.world.service(service);
  const reply = await stage.trainsApi('POST', '/trains', body);
  expect(reply.status).toBe(201);
  await stage.settle();
  return reply.body.id;
}
async function patch(id: string, body: object): Promise<void> {
  expect((await stage.trainsApi('PATCH', `/trains/${id}`, body)).status).toBe(200);
  await stage.settle();
}
const versionsOf = async (service: string): Promise<string[]> => {
  const { body } = await stage.world.asLead('GET', `/releases?service=${service}&limit=100`);
  return body.items.map(({ version }: { version: string }) => version).reverse();
};
const typesOf = async (id: string) => (await stage.world.eventsOf(id)).map(({ type }) => type);
const executionsOf = (id: string) => stage.executions.filter(({ name }) => name.startsWith(id));

describe('a train', () => {
  it('creates a release at every departure, each the bump of the one before', async () => {
    await stage.at('2026-03-02T08:00:00Z');
    const id = await train('daily', { template: { ...templateOf(), autoKickoff: true } });
    expect(await stage.train(id)).toMatchObject({ nextDepartureAt: '2026-03-02T09:00:00.000Z' });
    for (const day of ['02', '03', '04']) await stage.at(`2026-03-${day}T09:00:00Z`);
    expect(await versionsOf('daily')).toEqual(['0.1.0', '0.2.0', '0.3.0']);
    const after = await stage.train(id);
    expect(after).toMatchObject({
      lastDepartureAt: '2026-03-04T09:00:00.000Z',
      nextDepartureAt: '2026-03-05T09:00:00.000Z',
      leg: 4,
    });
    const { release } = await stage.world.stored(String(after.lastReleaseId));
    expect(release).toMatchObject({
      releaseType: 'PLANNED',
      autoKickoff: true,
      plannedDate: '2026-03-04T09:00:00.000Z',
    });
    expect(await typesOf(id)).toEqual(['TrainCreated', 'TrainDeparted', 'TrainDeparted', 'TrainDeparted']);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('departs late once for what it missed', async () => {
    const id = await train('late');
    await stage.at('2026-03-08T12:00:00Z');
    expect(await versionsOf('late')).toHaveLength(1);
    expect(await stage.train(id)).toMatchObject({ nextDepartureAt: '2026-03-09T09:00:00.000Z' });
    await patch(id, { isActive: false });
  });

  it('makes one release of a departure, however often and however late it is driven', async () => {
    const id = await train('twice');
    stage.fail('recordDeparture', 'AccessDenied');
    await stage.at('2026-03-09T09:00:00Z');
    const [execution] = executionsOf(id);
    expect(await stage.statusOf(execution?.arn ?? '')).toBe('FAILED');
    const input = { tenantId: (await stage.train(id)).tenantId, trainId: id, leg: 1, executionId: 'again' };
    const { tasks } = await import('../../../functions/releases/tasks.handler.ts');
    const drives = await Promise.all([1, 2, 3].map(() => tasks.createTrainRelease(input, stage.deps as never)));
    expect(new Set(drives.map((drive) => JSON.stringify(drive))).size).toBe(1);
    expect(await versionsOf('twice')).toEqual(['0.1.0']);
    const [origin] = (await stage.world.items()).filter(({ pk }) =>
      String(pk).includes(`#RELEASE_ORIGIN#TRAIN#${id}#`),
    );
    expect(origin?.expiresAtEpoch).toBe(Date.parse('2026-03-09T09:00:00Z') / 1000 + 400 * 86_400);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('goes on after a departure that became no release, and says why', async () => {
    const scm = await stage.world.integration('GITHUB');
    const id = await train('broken', { template: { ...templateOf(), scmIntegrationId: scm, pipelines: [] } });
    await stage.world.reverify(scm, 'INVALID');
    await stage.at('2026-03-10T09:00:00Z');
    const failed = await stage.train(id);
    expect(failed.lastError).toMatch(/^release\.invalid: scmIntegrationId .* is INVALID/);
    expect(failed).toMatchObject({ isActive: true, nextDepartureAt: '2026-03-11T09:00:00.000Z' });
    await patch(id, { template: templateOf() });
    await stage.at('2026-03-11T09:00:00Z');
    expect(await stage.train(id)).not.toHaveProperty('lastError');
    expect(await typesOf(id)).toEqual(['TrainCreated', 'TrainFailed', 'TrainUpdated', 'TrainDeparted']);
    await patch(id, { isActive: false });
  });

  it('takes the next version that no release has', async () => {
    await stage.world.release(stage.kit, { service: 'taken', version: '1.4.0' });
    await stage.world.release(stage.kit, { service: 'other', version: '9.0.0', releaseKey: 'taken@1.5.0' });
    const id = await train('taken');
    await stage.at('2026-03-12T09:00:00Z');
    expect((await versionsOf('taken')).at(-1)).toBe('1.6.0');
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('says when versions of the service have no next one', async () => {
    const id = await train('seasons');
    const scheme = (versionScheme: string) => stage.world.asLead('PATCH', '/services/seasons', { versionScheme });
    await scheme('OPAQUE');
    await stage.world.release(stage.kit, { service: 'seasons', version: 'autumn' });
    await scheme('SEMVER');
    await stage.at('2026-03-13T09:00:00Z');
    expect((await stage.train(id)).lastError).toMatch(/^train\.version_not_semver/);
    await patch(id, { isActive: false });
  });

  it('follows a changed schedule, and no execution of the old one departs', async () => {
    await stage.at('2026-03-13T16:00:00Z');
    const id = await train('moved');
    await patch(id, { dtstart: '2026-01-01T15:00' });
    await stage.at('2026-03-14T09:00:00Z');
    expect(await versionsOf('moved')).toEqual([]);
    await stage.at('2026-03-14T15:00:00Z');
    expect(await versionsOf('moved')).toEqual(['0.1.0']);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('does nothing while it is switched off, and starts again', async () => {
    const id = await train('off');
    await patch(id, { isActive: false });
    expect(await stage.train(id)).not.toHaveProperty('nextDepartureAt');
    await stage.at('2026-03-16T10:00:00Z');
    expect(await versionsOf('off')).toEqual([]);
    await patch(id, { isActive: true });
    await stage.at('2026-03-17T09:00:00Z');
    expect(await versionsOf('off')).toEqual(['0.1.0']);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it.each([
    ['UNTIL', 'FREQ=DAILY;UNTIL=20260318', '2026-01-01T00:00'],
    ['COUNT', 'FREQ=DAILY;COUNT=1', '2026-03-18T00:00'],
  ])('ends with its last departure as %s says: ENDED, and not as a failure (W7)', async (end, rrule, dtstart) => {
    const service = `last-${end.toLowerCase()}`;
    if (end === 'COUNT') stage.world.clock.at = Date.parse('2026-03-17T23:00:00Z');
    const id = await train(service, { rrule, dtstart });
    await stage.at('2026-03-18T00:00:00Z');
    expect(await versionsOf(service)).toEqual(['0.1.0']);
    const ended = await stage.train(id);
    expect(ended).toMatchObject({ isActive: false, endedAt: '2026-03-18T00:00:00.000Z' });
    expect(ended).not.toHaveProperty('lastError');
    expect(ended).not.toHaveProperty('nextDepartureAt');
    expect((await stage.trainsApi('GET', `/trains/${id}`)).body).toMatchObject({ status: 'ENDED' });
    expect(await typesOf(id)).toEqual(['TrainCreated', 'TrainDeparted', 'TrainEnded']);
  });

  it('stops, and says why, when its rule cannot be computed (K24)', async () => {
    const id = await train('unreadable');
    const stored = await stage.train(id);
    const broken = { rrule: 'FREQ=DAILY;UNTIL=soon', nextDepartureAt: undefined };
    await stage.world.seed([stage.trains.update(stored, stored.updatedAt, broken)]);
    await stage.at('2026-03-19T09:00:00Z');
    expect(await stage.train(id)).toMatchObject({
      isActive: false,
      lastError: expect.stringMatching(/^rrule cannot be computed: /),
    });
    expect((await typesOf(id)).at(-1)).toBe('TrainStopped');
  });

  it('bumps the highest stable version, and no pre-release after it (K12)', async () => {
    for (const version of ['1.5.0', '1.5.1', '2.0.0-beta.1']) {
      await stage.world.release(stage.kit, { service: 'stable', version });
    }
    const bumps = [
      ['MINOR', '1.6.0'],
      ['PATCH', '1.6.1'],
      ['MAJOR', '2.0.0'],
    ] as const;
    await stage.at('2026-03-19T10:00:00Z');
    const id = await train('stable', { versionBump: 'MINOR' });
    for (const [index, [versionBump, version]] of bumps.entries()) {
      await patch(id, { versionBump });
      await stage.at(`2026-03-${20 + index}T09:00:00Z`);
      expect((await versionsOf('stable')).at(-1)).toBe(version);
    }
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('finds the stable line behind more pre-releases than one page holds (K12)', async () => {
    await stage.world.release(stage.kit, { service: 'betas', version: '1.5.0' });
    for (let beta = 1; beta <= 26; beta++) {
      await stage.world.release(stage.kit, { service: 'betas', version: `2.0.0-beta.${beta}` });
    }
    const id = await train('betas');
    await stage.at('2026-03-23T09:00:00Z');
    expect((await versionsOf('betas')).at(-1)).toBe('1.6.0');
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('names the person who made it as the maker of its releases, and its zone for the due date (W8)', async () => {
    const id = await train('owned', { timeZone: 'Europe/Berlin', dtstart: '2026-01-01T10:00', dueAfterDays: 2 });
    await stage.at('2026-03-24T09:00:00Z');
    const { body } = await stage.world.asLead('GET', '/releases?service=owned');
    const [release] = body.items;
    expect(release).toMatchObject({
      createdByAccountId: USER_ID,
      createdByName: expect.any(String),
      targetReleaseDate: '2026-03-26T22:59:59.999Z',
      targetLocal: '2026-03-26',
      targetTimeZone: 'Europe/Berlin',
    });
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('tells a departure beforehand, once (W-missed)', async () => {
    const id = await train('noticed', { noticeHours: 12 });
    await stage.at('2026-03-24T21:00:00Z');
    await stage.at('2026-03-25T08:00:00Z');
    const told = (await stage.world.eventsOf(id)).filter(({ type }) => type === 'TrainDepartureAnnounced');
    expect(told.map(({ data }) => data.departureAt)).toEqual(['2026-03-25T09:00:00.000Z']);
    await stage.at('2026-03-25T09:00:00Z');
    expect(await versionsOf('noticed')).toEqual(['0.1.0']);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('makes no release of a departure that was skipped (W-missed)', async () => {
    const id = await train('skipped');
    expect((await stage.trainsApi('POST', `/trains/${id}/skip`)).body.nextDepartureAt).toBe('2026-03-27T09:00:00.000Z');
    await stage.settle();
    await stage.at('2026-03-26T09:00:00Z');
    expect(await versionsOf('skipped')).toEqual([]);
    await stage.at('2026-03-27T09:00:00Z');
    expect(await versionsOf('skipped')).toEqual(['0.1.0']);
    expect(await stage.train(id)).not.toHaveProperty('skippedDepartures');
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('makes no release while its base branch has nothing new, if it was asked not to (W-missed)', async () => {
    const id = await train('still', { skipUnchanged: true });
    await stage.at('2026-03-28T09:00:00Z');
    const { release } = await stage.world.stored(String((await stage.train(id)).lastReleaseId));
    await stage.world.seed([stage.world.releases.update(release, release.updatedAt, { branchSha: stage.head.sha })]);
    await stage.at('2026-03-29T09:00:00Z');
    expect(await versionsOf('still')).toEqual(['0.1.0']);
    const [skipped] = (await stage.world.eventsOf(id)).filter(({ type }) => type === 'TrainDepartureSkipped');
    expect(skipped?.data).toMatchObject({ cause: 'UNCHANGED', reason: '0.1.0' });
    stage.head.sha = 'another';
    await stage.at('2026-03-30T09:00:00Z');
    expect(await versionsOf('still')).toEqual(['0.1.0', '0.2.0']);
    await stage.trainsApi('DELETE', `/trains/${id}`);
  });

  it('that cannot be read fails its execution', async () => {
    stage.fail('planDeparture', 'AccessDenied');
    const id = await train('unread');
    expect(await stage.statusOf(executionsOf(id)[0]?.arn ?? '')).toBe('FAILED');
  });
});

it('every branch of the definition was run', async () => {
  const { States } = definitionOf('release-train');
  const histories = await Promise.all(stage.executions.map(({ arn }) => stage.historyOf(arn)));
  const walked = new Set(histories.flatMap((history) => walkedIn(history, States)));
  expect(transitionsOf(States).filter((transition) => !walked.has(transition))).toEqual([]);
});
