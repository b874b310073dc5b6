// The state of a promotion as a store's answer about the SERVER target that asked for it. Pure.
import type { PromotionStatus } from '../../promotions/words.model.ts';
import type { StoreAnswer } from './store-answer.model.ts';

/** The attributes of a promotion that the answer depends on. */
export interface Promoted {
  readonly promotionId: string;
  readonly releaseId: string;
  readonly releaseKey: string;
  readonly status: PromotionStatus;
  readonly statusReason?: string | undefined;
  readonly supersededBy?: string | undefined;
}

const STATES = {
  PENDING_GATES: 'IN_REVIEW',
  PENDING_APPROVAL: 'IN_REVIEW',
  APPROVED: 'APPROVED',
  DEPLOYING: 'APPROVED',
  DEPLOYED: 'RELEASED',
  FAILED: 'FAILED',
  ROLLED_BACK: 'FAILED',
  REJECTED: 'REJECTED',
  CANCELLED: 'WITHDRAWN',
  SUPERSEDED: 'REPLACED',
} as const satisfies Record<PromotionStatus, StoreAnswer['state']>;

/** A rejection needs no other build: the same version is promoted once the reason is mended. */
export function answerOfPromotion({ promotionId, status, statusReason: reason }: Promoted): StoreAnswer {
  const named = { submissionId: promotionId, versionId: promotionId };
  return { state: STATES[status], storeState: status, reason, needs: 'METADATA', ...named };
}

/** The answer about a promotion whose place another release's took. */
export const answerOfReplaced = (
  promotion: Promoted,
  { releaseId, releaseKey }: Pick<Promoted, 'releaseId' | 'releaseKey'>,
): StoreAnswer => ({ ...answerOfPromotion(promotion), replacedBy: { releaseId, releaseKey } });

/** A promotion is requested within seconds after its submission. */
const REQUESTED_WITHIN_MS = 3_600_000;

/** The answer about a promotion that does not exist: not yet, or it could not be requested. */
export const answerOfMissing = (submittedMsAgo: number): StoreAnswer =>
  submittedMsAgo < REQUESTED_WITHIN_MS
    ? { state: 'IN_REVIEW', storeState: 'REQUESTED' }
    : {
        ...{ state: 'FAILED', storeState: 'MISSING' },
        reason:
          'Its promotion could not be requested: see whether the environment has a place in the order of promotion',
      };

/** True while a promotion may still be cancelled. */
export const isCancellable = ({ state, storeState }: StoreAnswer): boolean =>
  state === 'IN_REVIEW' || storeState === 'APPROVED';
