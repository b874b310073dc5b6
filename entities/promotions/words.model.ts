// Words that the entities and models of promotions share. Pure. Source: DOMAIN, "Promotions and deployments".

/** In the order in which a decision record lists them. */
export const GATE_TYPES = [
  'EMERGENCY_STOP',
  'PROMOTION_ORDER',
  'FREEZE',
  'DIGESTS',
  'TARGETS',
  'AGENTS',
  'APPROVALS',
] as const;
export type GateType = (typeof GATE_TYPES)[number];

/** PENDING: may pass later without another request. FAILED: never passes with this snapshot's release and environment. */
export const GATE_STATUSES = ['PASSED', 'PENDING', 'FAILED'] as const;
export type GateStatus = (typeof GATE_STATUSES)[number];

export const RESULTS = ['ALLOW', 'PENDING', 'DENY'] as const;
export type Result = (typeof RESULTS)[number];

export const PROMOTION_STATUSES = [
  'PENDING_GATES',
  'PENDING_APPROVAL',
  'APPROVED',
  'DEPLOYING',
  'DEPLOYED',
  'FAILED',
  'REJECTED',
  'CANCELLED',
  'SUPERSEDED',
  'ROLLED_BACK',
] as const;
export type PromotionStatus = (typeof PROMOTION_STATUSES)[number];

/** Nothing is deployed yet, and nothing is locked. */
export const WAITING_STATUSES: readonly PromotionStatus[] = ['PENDING_GATES', 'PENDING_APPROVAL', 'APPROVED'];

/** The point in the life of a promotion at which people are asked. */
export const PROMOTION_STAGE = 'PROMOTION';
