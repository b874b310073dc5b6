// The operations that move a release: the statuses that allow each, its writes, and concurrent requests.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseRoute, routesToStatuses } from '../../../entities/releases/lifecycle/legal-routes.ts';
import {
  legalStatuses,
  RELEASE_STATUSES,
  type ReleaseStatus,
} from '../../../entities/releases/lifecycle/status.model.ts';
import { type Kit, startWorld, verdict, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

type Changes = Parameters<World['releases']['update']>[2];

/** A release that was brought to `status` without its workflow. */
async function releaseIn(status: ReleaseStatus, over: Changes = {}): Promise<string> {
  const { id } = await world.release(kit);
  const { release } = await world.stored(id);
  await world.seed([world.releases.update(release, release.updatedAt, { status, ...over })]);
  return id;
}
const act = (id: string, verb: string, body?: unknown, headers: Record<string, string> = {}) =>
  world.asLead('POST', `/releases/${id}/${verb}`, body, headers);
const lastEvent = async (id: string) => (await world.eventsOf(id)).at(-1);

const verbs = ['kickoff', 'pause', 'resume', 'retry', 'cancel', 'archive'] as const;
type Verb = (typeof verbs)[number];

const open: ReleaseStatus[] = ['KICKOFF_PENDING', 'PENDING', 'STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'];
const paused = { isPaused: true, pauseReason: 'USER_REQUESTED' } as const;
const failed = { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'integration.refused: no' } as const;

/** In which statuses a release that is not paused, paused by a person, or paused by a failure may do what. */
const may: Record<Verb, Record<'going' | 'paused' | 'failed', readonly ReleaseStatus[]>> = {
  kickoff: { going: ['KICKOFF_PENDING'], paused: [], failed: [] },
  pause: { going: open, paused: [], failed: [] },
  resume: { going: [], paused: open, failed: open },
  retry: { going: [], paused: [], failed: open },
  cancel: { going: open, paused: open, failed: open },
  archive: { going: ['RELEASED', 'CANCELLED'], paused: [], failed: [] },
};
const refusal: Record<Verb, readonly string[]> = {
  kickoff: ['release.illegal_transition', 'release.paused'],
  pause: ['release.illegal_transition', 'release.paused'],
  resume: ['release.illegal_transition', 'release.not_paused'],
  retry: ['release.illegal_transition', 'release.not_paused'],
  cancel: ['release.illegal_transition'],
  archive: ['release.illegal_transition'],
};
/** Of a conflict about the pause: what may be done instead. */
const legalAbout = {
  going: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  failed: ['retry', 'resume', 'cancel'],
} as const;
const states = [
  ...RELEASE_STATUSES.map((status) => ['going', status, {}] as const),
  ...open.map((status) => ['paused', status, paused] as const),
  ...open.map((status) => ['failed', status, failed] as const),
];

describe.each(verbs)('%s', (verb) => {
  it.each(states)('of a release that is %s in %s is as DOMAIN says', async (how, status, over) => {
    const id = await releaseIn(status, over);
    const before = await world.traceOf(id);
    const reply = await act(id, verb);
    if (may[verb][how].includes(status)) {
      expect(reply.status).toBe(200);
      expect(reply.body.revision).toBe(3);
      expect(reply.headers.etag).toBe('"3"');
      expect((await world.asLead('GET', `/releases/${id}`)).body).toMatchObject(reply.body);
      return;
    }
    expect(reply.status).toBe(409);
    expect(refusal[verb]).toContain(reply.body.code);
    const isAboutPause = reply.body.code !== 'release.illegal_transition';
    const { releaseKey } = (await world.stored(id)).release;
    expect(reply.body.legal).toEqual(
      isAboutPause
        ? legalAbout[how].map((path) => releaseRoute({ releaseKey }, path))
        : routesToStatuses(legalStatuses({ status, releaseType: 'PLANNED' }), { releaseKey }),
    );
    expect(open.includes(status) || reply.body.code === 'release.illegal_transition').toBe(true);
    expect(await world.traceOf(id)).toEqual(before);
  });

  it('with an If-Match that is no longer true answers 412 and changes nothing', async () => {
    const [status, over] =
      verb === 'archive'
        ? (['CANCELLED', {}] as const)
        : (['KICKOFF_PENDING', verb === 'resume' || verb === 'retry' ? failed : {}] as const);
    const id = await releaseIn(status, over);
    const before = await world.traceOf(id);
    expect(verdict(await act(id, verb, undefined, { 'if-match': '"1"' }))).toEqual([
      412,
      'request.precondition_failed',
    ]);
    expect(await world.traceOf(id)).toEqual(before);
    expect((await act(id, verb, undefined, { 'if-match': '"2"' })).status).toBe(200);
  });
});

describe('kickOffRelease', () => {
  it('brings the release to PENDING and tells it', async () => {
    const { id, releaseKey, version } = await world.release(kit);
    expect((await act(id, 'kickoff')).body.status).toBe('PENDING');
    expect(await lastEvent(id)).toEqual({ type: 'ReleaseKickedOff', data: { releaseId: id, releaseKey, version } });
  });

  it('happens once when ten ask at once', async () => {
    const { id } = await world.release(kit);
    const replies = await Promise.all(Array.from({ length: 10 }, () => act(id, 'kickoff')));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await world.eventsOf(id)).filter(({ type }) => type === 'ReleaseKickedOff')).toHaveLength(1);
  });

  it('names what is legal from where the release is, in words of routes (W-text: legal)', async () => {
    const id = await releaseIn('STARTED');
    expect((await act(id, 'kickoff')).body).toMatchObject({
      detail: 'It was kicked off already.',
      legal: [expect.stringMatching(/^POST \/releases\/[^/]+\/cancel$/)],
    });
  });

  it('says who kicked it off and when, on the release and to who does it again', async () => {
    const { id } = await world.release(kit);
    const { body } = await act(id, 'kickoff');
    expect(body).toMatchObject({
      kickedOffAt: new Date(world.clock.at).toISOString(),
      kickedOffBy: expect.any(String),
    });
    const again = await act(id, 'kickoff');
    expect([again.status, again.body.detail]).toEqual([
      409,
      `It was kicked off at 12:00 UTC on 1 Mar by ${body.kickedOffBy}.`,
    ]);
  });
});

describe('pauseRelease', () => {
  it('keeps the status and says why', async () => {
    const id = await releaseIn('STARTED');
    expect((await act(id, 'pause', { reason: 'holidays' })).body).toMatchObject({
      status: 'STARTED',
      isPaused: true,
      pauseReason: 'USER_REQUESTED',
    });
    expect(await lastEvent(id)).toMatchObject({
      type: 'ReleasePaused',
      data: { reason: 'USER_REQUESTED', error: 'holidays' },
    });
  });

  it('says what failed to somebody who acts on a paused release', async () => {
    const id = await releaseIn('KICKOFF_PENDING', failed);
    const reply = await act(id, 'kickoff');
    expect(reply.body.detail).toContain('integration.refused: no');
    expect(reply.body.legal).toEqual(
      ['retry', 'resume', 'cancel'].map((path) => expect.stringMatching(new RegExp(`^POST /releases/[^/]+/${path}$`))),
    );
  });
});

async function forgetsWhyItWasPaused(verb: 'resume' | 'retry', over: Changes, action: string): Promise<void> {
  const id = await releaseIn('PENDING', over);
  const { body } = await act(id, verb);
  expect(body.isPaused).toBe(false);
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['pauseReason']));
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['pauseError']));
  const { release } = await world.stored(id);
  expect([release.isPaused, release.pauseReason, release.pauseError]).toEqual([false, undefined, undefined]);
  expect((await lastEvent(id))?.type).toBe('ReleaseResumed');
  expect((await world.auditOf(id)).at(-1)).toMatchObject({ action });
}

describe('resumeRelease', () => {
  it.each([paused, failed])('forgets why the release was paused: $pauseReason', (over) =>
    forgetsWhyItWasPaused('resume', over, 'release.resumed'),
  );
});

describe('retryRelease', () => {
  it('forgets why the release was paused', () => forgetsWhyItWasPaused('retry', failed, 'release.retried'));
});

describe('cancelRelease', () => {
  it('ends the release, paused or not, with its reason', async () => {
    const id = await releaseIn('STARTED', failed);
    const { body } = await act(id, 'cancel', { reason: 'too late' });
    expect(body).toMatchObject({ status: 'CANCELLED', isPaused: false, cancelReason: 'too late' });
    expect(await lastEvent(id)).toMatchObject({ type: 'ReleaseCancelled', data: { reason: 'too late' } });
  });

  it('wins over everything that is under way: of ten operations at once it is among those that happen', async () => {
    const { id } = await world.release(kit);
    const all = ['kickoff', 'pause', 'resume', 'kickoff', 'cancel', 'pause', 'kickoff', 'resume', 'pause', 'kickoff'];
    const replies = await Promise.all(all.map((verb) => act(id, verb)));
    for (const { status } of replies) expect([200, 409]).toContain(status);
    if (replies[4]?.status !== 200) await act(id, 'cancel');
    const { release } = await world.stored(id);
    expect(release.status).toBe('CANCELLED');
    expect((await world.eventsOf(id)).at(-1)?.type).toBe('ReleaseCancelled');
  });
});

describe('archiveRelease', () => {
  it('takes the release off the lists and keeps it readable', async () => {
    const id = await releaseIn('RELEASED');
    await act(id, 'archive');
    const { body } = await world.asLead('GET', `/releases/${id}`);
    expect(body.status).toBe('ARCHIVED');
    const listed = async (query: string) =>
      (await world.asLead('GET', `/releases?limit=100${query}`)).body.items.map((item: { id: string }) => item.id);
    expect(await listed('')).not.toContain(id);
    expect(await listed(`&version=${body.version}`)).not.toContain(id);
    expect(await listed('&status=ARCHIVED')).toContain(id);
    expect((await lastEvent(id))?.type).toBe('ReleaseArchived');
  });

  it('keeps the releaseKey taken', async () => {
    const { id, releaseKey } = await world.release(kit);
    await act(id, 'cancel');
    await act(id, 'archive');
    expect(verdict(await world.asLead('POST', '/releases', world.bodyOf(kit, { releaseKey })))).toEqual([
      409,
      'release.key_taken',
    ]);
  });
});
