// The promotion and its decision record as the API answers them, with the words for their gates.
import type { GateType, PromotionStatus } from '../../../../../entities/promotions/words.model.ts';
import type { Output } from '../../../../client.ts';

export type Promotion = Output<'GET /promotions/{promotion}'>;
export type Decision = NonNullable<Promotion['decision']>;

export const GATE_WORDS: Readonly<Record<GateType, string>> = {
  EMERGENCY_STOP: 'Emergency stop',
  PROMOTION_ORDER: 'Order of promotion',
  FREEZE: 'Freeze calendar',
  DIGESTS: 'Digests',
  TARGETS: 'Targets',
  AGENTS: 'Agents',
  APPROVALS: 'Approvals',
};

/** A sentence for each status; the reason of the API says more. */
export const STATUS_WORDS: Readonly<Record<PromotionStatus, string>> = {
  PENDING_GATES: 'It waits for its gates.',
  PENDING_APPROVAL: 'It waits for people who approve it.',
  APPROVED: 'All gates are open. It begins when its place is free.',
  DEPLOYING: 'It is being deployed.',
  DEPLOYED: 'It is deployed.',
  FAILED: 'Its deployment failed.',
  REJECTED: 'It was rejected.',
  CANCELLED: 'It was cancelled.',
  SUPERSEDED: 'A newer promotion took its place before it began.',
  ROLLED_BACK: 'Its deployment was taken back.',
};
