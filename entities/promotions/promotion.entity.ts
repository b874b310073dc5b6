// The promotion of a release to an environment, its evaluations, and the lock of environment and service. Source: the orchestrator model,
// "Promotion".
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import type { FixedComponent, Rollout } from '../deployments/rollout.model.ts';
import type { DecisionRecord } from './decisions/decision-record.view.ts';
import type { Snapshot } from './decisions/snapshot.model.ts';
import type { Override } from './overrides/override.model.ts';
import {
  evaluationKeys,
  promotionKeys,
  promotionLockKeys,
  releasePromotionKeys,
  waitingPromotionKeys,
} from './promotion.keys.ts';
import { PROMOTION_STATUSES } from './words.model.ts';

export const promotionDefinition = defineEntity('promotion', promotionKeys, {
  promotionId: text,
  shelf: text,
  month: text,
  releaseId: text,
  releaseKey: text,
  serviceId: text,
  /** The slug of the service. */
  service: text,
  version: text,
  sourceEnvironmentId: optional(text),
  targetEnvironmentId: text,
  environmentName: text,
  status: oneOf(PROMOTION_STATUSES),
  /** A sentence about the status, and its stable code. */
  statusReason: optional(text),
  statusCode: optional(text),
  isRollback: boolean,
  /** A target of its release asked for it. */
  isOfTarget: optional(boolean),
  requestedBy: map({ type: text, id: text, name: text }),
  /** The user who made the token of CI by which it was requested, and may request by it. */
  requesterId: optional(text),
  requestedAt: text,
  reason: optional(text),
  /** The components of the release as they are promoted. */
  components: json as typeof json & { readonly value?: readonly FixedComponent[] },
  /** The users behind the commits of the release. */
  authors: list(text),
  rollout: json as typeof json & { readonly value?: Rollout },
  policyVersion: number,
  /** The hash to which approvals are bound. */
  approvedHash: text,
  /** Grows when the hash changes, so that people are asked again. */
  round: number,
  approvalId: optional(text),
  /** A granted or asked override of a freeze. */
  override: optional(json as typeof json & { readonly value?: Override }),
  /** The time of the last evaluation that is stored, and the hash of its verdicts. */
  evaluatedAt: optional(text),
  verdictsHash: optional(text),
  deploymentId: optional(text),
  supersededBy: optional(text),
  /** The task token of the execution that waits. */
  taskToken: optional(text),
  decidedAt: optional(text),
  finishedAt: optional(text),
});

export const releasePromotionDefinition = defineRecord('releasePromotion', releasePromotionKeys, {
  releaseId: text,
  promotionId: text,
});

export const evaluationDefinition = defineRecord('evaluation', evaluationKeys, {
  shelf: text,
  promotionId: text,
  evaluatedAt: text,
  snapshot: json as typeof json & { readonly value?: Snapshot },
  record: json as typeof json & { readonly value?: DecisionRecord },
});

export const waitingPromotionDefinition = defineRecord('waitingPromotion', waitingPromotionKeys, {
  targetEnvironmentId: text,
  serviceId: text,
  promotionId: text,
});

export const promotionLockDefinition = defineRecord('promotionLock', promotionLockKeys, {
  targetEnvironmentId: text,
  serviceId: text,
  promotionId: text,
  takenAt: text,
});

export type PromotionItem = ItemOf<typeof promotionDefinition>;
export type EvaluationItem = ItemOf<typeof evaluationDefinition>;
