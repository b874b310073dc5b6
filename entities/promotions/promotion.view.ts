// Promotions over HTTP. Pure.
import * as z from 'zod';
import { actorSchema } from '../_base/events.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { rolloutSchema } from '../deployments/rollout.model.ts';
import { decisionRecordSchema } from './decisions/decision-record.view.ts';
import { snapshotSchema } from './decisions/snapshot.model.ts';
import { overrideView } from './overrides/override.model.ts';
import type { EvaluationItem, PromotionItem } from './promotion.entity.ts';
import { PROMOTION_STATUSES } from './words.model.ts';

const fields = {
  id: z.string(),
  releaseId: z.string(),
  releaseKey: z.string(),
  serviceId: z.string(),
  service: z.string(),
  version: z.string(),
  environmentId: z.string(),
  environmentName: z.string(),
  sourceEnvironmentId: z
    .string()
    .nullable()
    .describe('The environment before it in the order of promotion; null for the first one'),
  status: z.enum(PROMOTION_STATUSES),
  statusCode: z.string().nullable().describe('Stable, e.g. freeze.closed: why it waits, or why it ended so'),
  statusReason: z.string().nullable().describe('The same for people'),
  isRollback: z.boolean(),
  reason: z.string().nullable(),
  requestedBy: actorSchema,
  requestedAt: z.iso.datetime(),
  policyVersion: z.number().int(),
  round: z.number().int().describe('Grows when the approval policy changes, so that people are asked again'),
  approvalId: z.string().nullable(),
  deploymentId: z.string().nullable(),
  supersededBy: z.string().nullable().describe('The newer promotion that took its place'),
  evaluatedAt: z.iso.datetime().nullable().describe('When the verdict of a gate last changed'),
  decidedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
};

export const promotionView = z.strictObject(fields).meta({ id: 'PromotionSummary' });

const details = {
  components: z.array(z.strictObject({ componentId: z.string(), name: z.string(), digest: z.string() })),
  authors: z.array(z.string()).describe('The users behind the commits of the release, as far as identities tell them'),
  rollout: rolloutSchema,
  override: overrideView.nullable().describe('The override of a freeze, for this promotion alone'),
};

export const promotionWithDetailsView = z.strictObject({ ...fields, ...details }).meta({ id: 'PromotionWithDetails' });

const PROMOTION_ACTIONS = ['cancelPromotion', 'requestOverride', 'grantOverride'] as const;
export type PromotionAction = (typeof PROMOTION_ACTIONS)[number];

/** One promotion with its last decision; after a change it has neither that nor actions. */
export const shownPromotionView = z.strictObject({
  ...fields,
  ...details,
  decision: decisionRecordSchema.nullable().describe('The last decision record; null until the gates were looked at'),
  actions: actionsView(PROMOTION_ACTIONS),
});

export const explanationView = z
  .strictObject({
    promotionId: z.string(),
    isReplayed: z.boolean().describe('True if the record was made again, under another version of the policy'),
    record: decisionRecordSchema,
    snapshot: snapshotSchema,
  })
  .meta({ id: 'Explanation' });

export const viewPromotion = (item: PromotionItem): z.output<typeof promotionView> => ({
  id: item.promotionId,
  releaseId: item.releaseId,
  releaseKey: item.releaseKey,
  serviceId: item.serviceId,
  service: item.service,
  version: item.version,
  environmentId: item.targetEnvironmentId,
  environmentName: item.environmentName,
  sourceEnvironmentId: item.sourceEnvironmentId ?? null,
  status: item.status,
  statusCode: item.statusCode ?? null,
  statusReason: item.statusReason ?? null,
  isRollback: item.isRollback,
  reason: item.reason ?? null,
  requestedBy: item.requestedBy as z.output<typeof actorSchema>,
  requestedAt: item.requestedAt,
  policyVersion: item.policyVersion,
  round: item.round,
  approvalId: item.approvalId ?? null,
  deploymentId: item.deploymentId ?? null,
  supersededBy: item.supersededBy ?? null,
  evaluatedAt: item.evaluatedAt ?? null,
  decidedAt: item.decidedAt ?? null,
  finishedAt: item.finishedAt ?? null,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

export const viewWithDetails = (item: PromotionItem): z.output<typeof promotionWithDetailsView> => ({
  ...viewPromotion(item),
  components: item.components,
  authors: item.authors,
  rollout: item.rollout,
  override: item.override ?? null,
});

export const viewExplanation = (
  { promotionId, snapshot }: Pick<EvaluationItem, 'promotionId' | 'snapshot'>,
  record: EvaluationItem['record'],
  isReplayed: boolean,
): z.output<typeof explanationView> => ({ promotionId, isReplayed, record, snapshot });
