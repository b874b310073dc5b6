// A promotion: a request to bring a release into an environment. Bodies, filters, and the decisions about requests. Pure. Source: the
// orchestrator model, "Promotion"; DOMAIN, "Promotions and deployments".
import * as z from 'zod';
import type { Actor } from '../_base/events.ts';
import { newId, shelfOf, type TenantId } from '../_base/ids.ts';
import { flag, pageQuery } from '../_base/list.ts';
import { firstStamps } from '../_base/table/entity.ts';
import { prose, reference } from '../_base/text.ts';
import { instant } from '../_base/time/instant.model.ts';
import { isoOf, monthOf } from '../_base/time/iso.ts';
import { slug } from '../catalog/services/service.model.ts';
import { type FixedComponent, type Rollout, rolloutSchema } from '../deployments/rollout.model.ts';
import type { EnvironmentItem } from '../environments/environment.entity.ts';
import { groupsOf } from '../environments/policies/approval-policy.model.ts';
import type { ReleaseComponent } from '../releases/planning/release-components.model.ts';
import type { ReleaseItem } from '../releases/release.entity.ts';
import { approvedHash, type Snapshot } from './decisions/snapshot.model.ts';
import { promotionErrors } from './errors.ts';
import { type PromotionItem, promotionDefinition } from './promotion.entity.ts';
import { PROMOTION_STATUSES, type PromotionStatus, WAITING_STATUSES } from './words.model.ts';

const time = instant();

export const createPromotionBody = z.lazy(() =>
  z.strictObject({
    release: prose(200).min(1).describe('The releaseKey or the id of a release whose components are fixed'),
    environment: prose(100).trim().min(1).describe('By name or id; it has a place in the order of promotion'),
    reason: prose(500).trim().min(1).optional(),
    rollout: rolloutSchema.default(() => rolloutSchema.parse({})),
  }),
);
export type CreatePromotionBody = z.output<typeof createPromotionBody>;

export const createPromotionQuery = z.strictObject({
  dryRun: flag
    .default(false)
    .describe('true: the gates decide as they would now, the answer is their decision record, and nothing changes'),
});

export const cancelPromotionBody = z.lazy(() => z.strictObject({ reason: prose(500).trim().min(1).optional() }));

export const explainPromotionQuery = z.strictObject({
  at: time.optional().describe('The decision that was in force at this time; default: the last one'),
  policyVersion: z.coerce
    .number()
    .int()
    .min(1)
    .max(999_999)
    .optional()
    .describe('As it would have been under this version of the approval policy'),
});

export const listPromotionsQuery = z.strictObject({
  ...pageQuery,
  releaseId: reference.optional(),
  environmentId: reference.optional(),
  service: slug.optional(),
  status: z.enum(PROMOTION_STATUSES).optional(),
  from: time.optional().describe('Requested at this time or later; default: two years before to'),
  to: time.optional().describe('Requested before this time'),
});
export type PromotionFilter = Omit<z.output<typeof listPromotionsQuery>, 'limit' | 'cursor'>;

/** The one who may not decide about it as its requester. */
export const requesterOf = ({ requestedBy, requesterId }: Pick<PromotionItem, 'requestedBy' | 'requesterId'>): string =>
  requesterId ?? requestedBy.id;

export const isWaiting = ({ status }: Pick<PromotionItem, 'status'>): boolean => WAITING_STATUSES.includes(status);

/** True if the components of a release are fixed, and it is not cancelled. */
export const isReady = ({ status }: Pick<ReleaseItem, 'status'>): boolean =>
  status !== 'KICKOFF_PENDING' && status !== 'CANCELLED';

/** Throws `promotion.release_not_ready`. */
export function assertReady({ status, releaseKey }: Pick<ReleaseItem, 'status' | 'releaseKey'>): void {
  if (isReady({ status })) return;
  if (status === 'KICKOFF_PENDING') {
    const detail = `${releaseKey} waits for its kickoff, which fixes the digests of its components.`;
    throw promotionErrors.release_not_ready({ detail, legal: ['kickOffRelease'] });
  }
  throw promotionErrors.release_not_ready({ detail: `${releaseKey} is cancelled.`, legal: [] });
}

const LEGAL: Readonly<Partial<Record<PromotionStatus, readonly string[]>>> = Object.fromEntries(
  WAITING_STATUSES.map((status) => [status, ['cancelPromotion', 'requestOverride', 'grantOverride']]),
);

/** Throws `promotion.illegal_transition` unless it waits. */
export function assertWaits({ status, deploymentId }: Pick<PromotionItem, 'status' | 'deploymentId'>): void {
  if (isWaiting({ status })) return;
  const deployment = deploymentId === undefined ? '' : ` Its deployment is ${deploymentId}.`;
  throw promotionErrors.illegal_transition({ detail: `It is ${status}.${deployment}`, legal: LEGAL[status] ?? [] });
}

/** The components of a release as they are promoted. */
export const componentsOf = ({ components }: Pick<ReleaseItem, 'components'>): FixedComponent[] =>
  ((components ?? []) as readonly ReleaseComponent[]).map(({ componentId, name, digest }) => ({
    ...{ componentId, name, digest },
  }));

/** The approval policy of an environment as the gates see it. */
export const gatePolicyOf = (
  policy: Pick<EnvironmentItem, 'requiredApprovals' | 'approvalGroups' | 'requireSod'>,
  version: number,
): Snapshot['policy'] => ({
  ...{ version, approvalsNeeded: policy.requiredApprovals, requireSod: policy.requireSod },
  groups: groupsOf(policy).map(({ teamId: groupId, approvalsNeeded }) => ({ groupId, approvalsNeeded })),
});

/** The hash to which approvals of this promotion are bound, under a policy. */
export const boundHash = (
  { components, targetEnvironmentId }: Pick<PromotionItem, 'components' | 'targetEnvironmentId'>,
  policy: Snapshot['policy'],
): string =>
  approvedHash({
    release: { components } as unknown as Snapshot['release'],
    environment: { environmentId: targetEnvironmentId } as Snapshot['environment'],
    policy,
  });

export interface Requested {
  /** Without it, a new one. */
  readonly promotionId?: string;
  readonly tenantId: TenantId;
  readonly release: ReleaseItem;
  readonly serviceId: string;
  readonly environment: EnvironmentItem;
  readonly sourceEnvironmentId: string | undefined;
  readonly authors: readonly string[];
  readonly actor: Actor;
  readonly requesterId: string | undefined;
  readonly reason: string | undefined;
  readonly isOfTarget?: boolean;
  readonly rollout: Rollout;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A promotion as it is requested. */
export function newPromotion(requested: Requested): PromotionItem {
  const {
    tenantId,
    release,
    environment,
    actor,
    at,
    authors,
    promotionId = newId<'Promotion'>(at),
    ...given
  } = requested;
  const requestedAt = isoOf(at);
  const { environmentId: targetEnvironmentId, name: environmentName } = environment;
  const policyVersion = environment.policyVersion ?? 1;
  const components = componentsOf(release);
  return {
    ...given,
    ...{ tenantId, promotionId, shelf: shelfOf(promotionId), month: monthOf(requestedAt) },
    ...{ releaseId: release.releaseId, releaseKey: release.releaseKey, service: release.service },
    ...{ version: release.version, targetEnvironmentId, environmentName, components, policyVersion },
    ...{ status: 'PENDING_GATES', isRollback: false, requestedBy: actor, requestedAt, authors: [...authors], round: 1 },
    approvedHash: boundHash({ components, targetEnvironmentId }, gatePolicyOf(environment, policyVersion)),
    ...firstStamps(promotionDefinition, requestedAt),
  } as PromotionItem;
}

export function matchesFilter(item: PromotionItem, asked: PromotionFilter): boolean {
  const { from = '', to = '~', environmentId: targetEnvironmentId, releaseId, service, status } = asked;
  const same = { targetEnvironmentId, releaseId, service, status };
  const isSame = Object.entries(same).every(
    ([name, value]) => value === undefined || item[name as keyof typeof same] === value,
  );
  return isSame && item.requestedAt >= from && item.requestedAt < to;
}
