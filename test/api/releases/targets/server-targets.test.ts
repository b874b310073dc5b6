// Requests about a target that is an environment: what its promotion alone says or does is refused, with what to do instead.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import { notesForStore } from '../../../../functions/releases/notes/notes.ts';
import { startTargets, type Targets } from './target-fixture.ts';

const PROMOTION = '0192f000-0000-7000-8000-0000000a0001';
const ENVIRONMENT = '0192f000-0000-7000-8000-0000000e0001';
let stage: Targets;
let server: string;
beforeAll(async () => {
  stage = await startTargets();
  server = await stage.world.integration('SERVER');
});
afterAll(() => stage.world.stop());

/** A release to the environment alone, whose promotion is in `storeState`. */
const releaseIn = (targetStatus: TargetStatus, storeState?: string) => {
  const submitted = { submissionId: PROMOTION, versionId: PROMOTION, environmentId: ENVIRONMENT };
  const target = { targetStatus, ...(targetStatus === 'PENDING' ? {} : submitted), ...(storeState && { storeState }) };
  return stage.releaseWith(target, {}, { targets: [server], pipelines: [] });
};
const act = (id: string, verb: string, body?: unknown) => stage.act(id, verb, body, server);

describe('a request about an environment', () => {
  it.each([
    ['status', { status: 'RELEASED' }, 'release.target_illegal_transition', /told by its promotion alone/],
    ['release', undefined, 'release.release_refused', /as soon as its gates pass/],
    ['rollout', { percentage: 10 }, 'release.rollout_refused', /as the config of its integration says/],
    ['pause', undefined, 'release.rollout_refused', /is its deployment/],
    ['resume', undefined, 'release.rollout_refused', /is its deployment/],
    ['halt', undefined, 'release.rollout_refused', /is its deployment/],
  ])('that asks for %s is refused', async (verb, body, code, detail) => {
    const path = ['pause', 'resume', 'halt'].includes(verb) ? `rollout/${verb}` : verb;
    const reply = await act(await releaseIn('APPROVED', 'APPROVED'), path, body);
    expect([reply.status, reply.body.code, reply.body.detail]).toEqual([409, code, expect.stringMatching(detail)]);
  });

  it.each([
    ['SUBMITTED', 'PENDING_APPROVAL', 202],
    ['APPROVED', 'APPROVED', 202],
    ['APPROVED', 'DEPLOYING', 409],
    ['RELEASED', 'DEPLOYED', 409],
    ['REJECTED', 'REJECTED', 409],
  ] as const)('that withdraws it while it is %s and its promotion %s answers %i', async (status, promotion, answer) => {
    const id = await releaseIn(status, promotion);
    expect((await act(id, 'withdraw')).status).toBe(answer);
    if (answer === 409) return;
    const asked = (await stage.world.eventsOf(id)).findLast(({ type }) => type === 'StoreActionRequested');
    expect(asked?.data).toMatchObject({ action: 'WITHDRAW', submissionId: PROMOTION });
  });

  it('that changes its options is refused: a promotion is not kept for later', async () => {
    const path = `/releases/${await releaseIn('PENDING')}/targets/${server}`;
    const reply = await stage.world.asLead('PATCH', path, { releaseMode: 'MANUAL' });
    expect([reply.status, reply.body.code, reply.body.detail]).toEqual([
      ...[422, 'release.invalid'],
      expect.stringMatching(/as soon as its gates pass/),
    ]);
  });

  it('that cancels its release says what becomes of its promotion', async () => {
    const sentences = async (status: TargetStatus, promotion: string) => {
      const { body } = await stage.world.asLead('POST', `/releases/${await releaseIn(status, promotion)}/cancel`, {});
      return body.stores;
    };
    expect(await sentences('SUBMITTED', 'PENDING_GATES')).toEqual([
      expect.stringMatching(/its promotion is cancelled\.$/),
    ]);
    expect(await sentences('APPROVED', 'DEPLOYING')).toEqual([expect.stringMatching(/its deployment goes on/)]);
  });
});

describe('the notes of a release', () => {
  it('are not for environments, which get none and are never behind', async () => {
    const id = await releaseIn('SUBMITTED', 'PENDING_GATES');
    await stage.world.asLead('PUT', `/releases/${id}/notes/en-US`, { text: 'New.' });
    const { items } = (await stage.world.asLead('GET', `/releases/${id}/notes`)).body;
    expect(items).toMatchObject([{ locale: 'en-US', notSentTo: [] }]);
    const { notes, integrations, stored, caller } = stage.world;
    const { release } = await stored(id);
    const given = await notesForStore(release, server, caller(), { notes, integrations } as never);
    expect(given).toEqual({ texts: {}, mainLocale: 'en-US' });
  });
});
