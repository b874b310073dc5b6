// The client of SERVER: the id of a submission, what it refuses, and the state of promotions.
import { describe, expect, it } from 'vitest';
import { idOf, timeOf } from '../../../../../entities/_base/ids.ts';
import { OUTSIDE_ORDER } from '../../../../../entities/environments/order.model.ts';
import type { PromotionStatus } from '../../../../../entities/promotions/words.model.ts';
import type { Promoted } from '../../../../../entities/releases/targets/promotion-answer.model.ts';
import { createServerClient } from '../../../../../functions/_adapters/server/server-client.ts';
import type { StoreClient } from '../../../../../functions/_adapters/store/store-client.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SINCE = '2026-03-01T11:59:00.000Z';
const OURS = { releaseId: 'release', targetIntegrationId: 'target', since: SINCE };
const INPUT = { version: '1.5.0', notes: { texts: {}, mainLocale: 'en-US' }, ours: OURS };
const ROLLOUT = { strategy: 'ROLLING' } as never;

const promotion = (promotionId: string, status: PromotionStatus, over: Partial<Promoted> = {}): Promoted => ({
  ...{ promotionId, status, releaseId: 'release', releaseKey: 'api@1.5.0', ...over },
});

function clientOf(promotions: readonly Promoted[] = [], place: number | undefined = 1): StoreClient {
  return createServerClient({
    config: { environmentId: 'environment', rollout: ROLLOUT },
    now: () => NOW,
    own: {
      environment: async () => (place === undefined ? undefined : { place }),
      promotion: async (id) => promotions.find(({ promotionId }) => promotionId === id),
    },
  });
}

describe('submit', () => {
  it('answers the id of the promotion to request, with its environment and rollout', async () => {
    const answer = await clientOf().submit(INPUT);
    expect(answer).toEqual({
      ...{ submissionId: answer.versionId, versionId: answer.versionId, keepsNotes: true },
      promotion: { environmentId: 'environment', rollout: ROLLOUT },
    });
    expect(timeOf(answer.submissionId)).toBe(Date.parse(SINCE));
  });

  it('answers the same id when it is repeated', async () => {
    expect(await clientOf().submit(INPUT)).toEqual(await clientOf().submit(INPUT));
  });

  it.each([
    ['release', { ours: { ...OURS, releaseId: 'other' } }],
    ['target', { ours: { ...OURS, targetIntegrationId: 'other' } }],
    ['time', { ours: { ...OURS, since: '2026-03-01T11:59:01.000Z' } }],
    ['earlier submission', { submittedBefore: SINCE }],
  ])('answers another id for another %s', async (_, over) => {
    const [one, other] = [await clientOf().submit(INPUT), await clientOf().submit({ ...INPUT, ...over })];
    expect(one.submissionId).not.toBe(other.submissionId);
  });

  it.each([
    ['a deleted environment', undefined, {}, /was deleted$/],
    ['an environment of no order', OUTSIDE_ORDER, {}, /no place in the order of promotion$/],
    ['a part of the users', 1, { percentage: 10 }, /^A promotion is rolled out as the config/],
    ['a release by hand', 1, { releaseMode: 'MANUAL' as const }, /^A promotion is deployed as soon as its gates pass/],
    ['a version of no release', 1, { ours: undefined }, /takes releases of Windlass only$/],
  ])('refuses %s', async (_, place, over, message) => {
    const client = createServerClient({
      ...{ config: { environmentId: 'environment' }, now: () => NOW },
      own: { environment: async () => place && { place }, promotion: async () => undefined } as never,
    });
    await expect(client.submit({ ...INPUT, ...over })).rejects.toMatchObject({
      ...{ code: 'integration.refused', message: expect.stringMatching(message) },
    });
  });
});

const STATES: readonly (readonly [PromotionStatus, string])[] = [
  ['PENDING_GATES', 'IN_REVIEW'],
  ['PENDING_APPROVAL', 'IN_REVIEW'],
  ['APPROVED', 'APPROVED'],
  ['DEPLOYING', 'APPROVED'],
  ['DEPLOYED', 'RELEASED'],
  ['FAILED', 'FAILED'],
  ['ROLLED_BACK', 'FAILED'],
  ['REJECTED', 'REJECTED'],
  ['CANCELLED', 'WITHDRAWN'],
];

describe('status', () => {
  it.each(STATES)('of a promotion that is %s is %s', async (status, state) => {
    const client = clientOf([promotion('p1', status, { statusReason: 'Why.' })]);
    expect(await client.status({ version: '1.5.0', versionId: 'p1' })).toEqual({
      ...{ state, storeState: status, reason: 'Why.', needs: 'METADATA', submissionId: 'p1', versionId: 'p1' },
    });
  });

  it('is that of the last promotion of the release that took its place', async () => {
    const chain = [
      promotion('p1', 'SUPERSEDED', { supersededBy: 'p2' }),
      promotion('p2', 'SUPERSEDED', { supersededBy: 'p3' }),
      promotion('p3', 'DEPLOYED'),
    ];
    const answer = await clientOf(chain).status({ version: '1.5.0', versionId: 'p1' });
    expect(answer).toMatchObject({ state: 'RELEASED', submissionId: 'p3', versionId: 'p3' });
  });

  it('names the release whose promotion took its place', async () => {
    const other = { releaseId: 'other', releaseKey: 'api@1.6.0' };
    const both = [promotion('p1', 'SUPERSEDED', { supersededBy: 'p2' }), promotion('p2', 'DEPLOYED', other)];
    const answer = await clientOf(both).status({ version: '1.5.0', versionId: 'p1' });
    expect(answer).toMatchObject({ state: 'REPLACED', submissionId: 'p1', replacedBy: other });
  });

  it.each([
    [3_599_999, 'IN_REVIEW', undefined],
    [3_600_000, 'FAILED', expect.stringMatching(/^Its promotion could not be requested/)],
  ])('of a promotion that does not exist %i ms after the submission is %s', async (ago, state, reason) => {
    const versionId = idOf<'Promotion'>(NOW - ago, 'missing');
    expect(await clientOf().status({ version: '1.5.0', versionId })).toMatchObject({
      state,
      ...(reason && { reason }),
    });
  });
});

describe('withdraw', () => {
  it.each([
    ['PENDING_GATES', 'integration.busy'],
    ['PENDING_APPROVAL', 'integration.busy'],
    ['APPROVED', 'integration.busy'],
    ['DEPLOYING', 'integration.refused'],
  ] as const)('of a promotion that is %s answers %s', async (status, code) => {
    const asked = clientOf([promotion('p1', status)]).withdraw({ version: '1.5.0', versionId: 'p1' });
    await expect(asked).rejects.toMatchObject({ code });
  });

  it.each(['CANCELLED', 'REJECTED', 'DEPLOYED', 'FAILED'] as const)(
    'of one that is %s answers its state',
    async (status) => {
      const answer = await clientOf([promotion('p1', status)]).withdraw({ version: '1.5.0', versionId: 'p1' });
      expect(answer.storeState).toBe(status);
    },
  );
});

describe('an action of stores alone', () => {
  const version = { version: '1.5.0', versionId: 'p1' };
  it.each([
    ['rollOut', (client: StoreClient) => client.rollOut({ ...version, percentage: 10 }), /its integration says/],
    ['pauseRollout', (client: StoreClient) => client.pauseRollout(version), /is its deployment/],
    ['resumeRollout', (client: StoreClient) => client.resumeRollout(version), /is its deployment/],
    ['haltRollout', (client: StoreClient) => client.haltRollout(version), /is its deployment/],
    ['release', (client: StoreClient) => client.release(version), /as soon as its gates pass/],
  ])('%s is refused with what to do instead', async (_, ask, message) => {
    const code = 'integration.refused';
    await expect(ask(clientOf())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
