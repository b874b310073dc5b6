// The events of promotions at the SERVER target that asked for one: repeated, late, lost, about others, and out of the order of their promotion.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PromotionStatus } from '../../../entities/promotions/words.model.ts';
import { TARGET_STATUSES, type TargetStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import { onPromotionChanged } from '../../../functions/releases/on/promotion-changed.ts';
import { lookAtStores } from '../../../functions/releases/tasks/look-at-stores.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { type ServerStage, startServerStage } from './server-stage.ts';

let stage: ServerStage;
let sent: Awaited<ReturnType<ServerStage['release']>>;
beforeAll(async () => {
  stage = await startServerStage();
  sent = await stage.release({ prod: { requiredApprovals: 1 } });
});
afterAll(() => stage.stop());

type Changes = Parameters<ServerStage['world']['releases']['updateTarget']>[2];
type PromotionChanges = Parameters<ServerStage['deps']['promotions']['update']>[2];
const atNow = () => new Date(stage.clock.at).toISOString();

/** Writes the target, and its promotion, past all rules. */
async function put(target: Changes, promotion: PromotionChanges): Promise<void> {
  const [before, item] = [await stage.targetOf(sent), await stage.stored(await stage.promotionOf(sent))];
  await stage.world.seed([
    stage.world.releases.updateTarget(before, atNow(), target),
    ...stage.deps.promotions.update(item, atNow(), promotion),
  ]);
}
/** An event of a promotion, as the consumer of releases gets it; what it tells beside the ids is not looked at. */
const tell = (promotionId: string, releaseId = sent.id) =>
  onPromotionChanged(
    {
      ...{ id: 'bus', source: 'windlass.promotions', 'detail-type': 'PromotionDeployed', time: atNow() },
      detail: { tenantId: TENANT_ID, correlationId: 'tests', data: { promotionId, releaseId } },
    },
    stage.deps as never,
  );
const look = () => lookAtStores({ tenantId: TENANT_ID, releaseId: sent.id, executionId: 'look' }, stage.deps as never);

type Row = readonly [PromotionStatus, Readonly<Partial<Record<TargetStatus, TargetStatus>>>];
/** By the state of the promotion: what becomes of a target in each state. It stays in the others. */
const ROWS: readonly Row[] = [
  ['PENDING_GATES', { FAILED: 'SUBMITTED', REJECTED: 'SUBMITTED', WITHDRAWN: 'SUBMITTED' }],
  ['PENDING_APPROVAL', { FAILED: 'SUBMITTED', REJECTED: 'SUBMITTED', WITHDRAWN: 'SUBMITTED' }],
  ['APPROVED', { SUBMITTED: 'APPROVED', FAILED: 'APPROVED', REJECTED: 'APPROVED', WITHDRAWN: 'APPROVED' }],
  ['DEPLOYING', { SUBMITTED: 'APPROVED', FAILED: 'APPROVED', REJECTED: 'APPROVED', WITHDRAWN: 'APPROVED' }],
  [
    'DEPLOYED',
    { SUBMITTED: 'RELEASED', APPROVED: 'RELEASED', FAILED: 'RELEASED', REJECTED: 'RELEASED', WITHDRAWN: 'RELEASED' },
  ],
  ['FAILED', { SUBMITTED: 'FAILED', APPROVED: 'FAILED' }],
  ['ROLLED_BACK', { SUBMITTED: 'FAILED', APPROVED: 'FAILED' }],
  ['REJECTED', { SUBMITTED: 'REJECTED', APPROVED: 'REJECTED', WITHDRAWN: 'REJECTED' }],
  ['CANCELLED', { SUBMITTED: 'WITHDRAWN', APPROVED: 'WITHDRAWN', REJECTED: 'WITHDRAWN' }],
];
const CASES = ROWS.flatMap(([promotion, becomes]) =>
  TARGET_STATUSES.map((target) => [promotion, target, becomes[target] ?? target] as const),
);

describe('an event of a promotion', () => {
  it.each(CASES)('that is %s makes a %s target %s, and its repetition nothing', async (status, target, after) => {
    await put({ targetStatus: target, storeState: undefined }, { status, statusReason: 'Because.' });
    const promotionId = await stage.promotionOf(sent);
    await tell(promotionId);
    const once = await stage.targetOf(sent);
    expect(once.targetStatus).toBe(after);
    await tell(promotionId);
    expect(await stage.targetOf(sent)).toEqual(once);
  });

  it.each([
    ['another promotion of the release', () => ['0192f000-0000-7000-8000-00000000dead', sent.id]],
    [
      'the promotion, of another release',
      async () => [await stage.promotionOf(sent), '0192f000-0000-7000-8000-00000000dead'],
    ],
  ] as const)('about %s changes nothing', async (_, of) => {
    await put({ targetStatus: 'SUBMITTED', storeState: undefined }, { status: 'DEPLOYED' });
    const before = await stage.targetOf(sent);
    const [promotionId = '', releaseId = ''] = await of();
    await tell(promotionId, releaseId).catch((error: { code: string }) => expect(error.code).toBe('release.not_found'));
    expect(await stage.targetOf(sent)).toEqual(before);
  });

  it('changes nothing at a target of a store with the same submission', async () => {
    await put({ targetStatus: 'SUBMITTED', environmentId: undefined }, { status: 'DEPLOYED' });
    const before = await stage.targetOf(sent);
    await tell(await stage.promotionOf(sent));
    expect(await stage.targetOf(sent)).toEqual(before);
    await put({ environmentId: sent.prod }, {});
  });
});

describe('a look at a SERVER target', () => {
  it('finds what was lost: the end of its promotion', async () => {
    await put({ targetStatus: 'SUBMITTED', storeState: undefined }, { status: 'REJECTED', statusReason: 'No.' });
    await look();
    expect(await stage.targetOf(sent)).toMatchObject({ targetStatus: 'REJECTED', rejectionReason: 'No.' });
  });

  it('asks again for the end of a promotion that still waits', async () => {
    const wish = { action: 'WITHDRAW' as const, wishId: 'wish', requestedAt: atNow() };
    await put({ targetStatus: 'SUBMITTED', storeWanted: wish }, { status: 'PENDING_APPROVAL' });
    await look();
    await stage.settle();
    expect(await stage.standingOf(sent)).toEqual(['WITHDRAWN', 'CANCELLED', 'CANCELLED']);
    expect((await stage.targetOf(sent)).storeWanted).toBeUndefined();
  });

  it('says that a withdrawal came too late', async () => {
    const wish = { action: 'WITHDRAW' as const, wishId: 'wish', requestedAt: atNow() };
    await put({ targetStatus: 'APPROVED', storeWanted: wish, storeState: undefined }, { status: 'DEPLOYING' });
    await look();
    expect(await stage.targetOf(sent)).toMatchObject({ storeError: 'It came too late: its promotion is DEPLOYING.' });
  });

  it('waits an hour for a promotion that does not exist yet, and then fails the target', async () => {
    const missing = '0192f000-0000-7000-8000-00000000dead';
    const promotionId = await stage.promotionOf(sent);
    const recent = promotionId.slice(0, 15) + missing.slice(15);
    await put({ targetStatus: 'SUBMITTED', submissionId: recent, versionId: recent, storeWanted: undefined }, {});
    await look();
    expect((await stage.targetOf(sent)).targetStatus).toBe('SUBMITTED');
    stage.clock.at += 3_600_000;
    await look();
    expect(await stage.targetOf(sent)).toMatchObject({
      ...{ targetStatus: 'FAILED', failureReason: expect.stringMatching(/^Its promotion could not be requested/) },
    });
  });
});
