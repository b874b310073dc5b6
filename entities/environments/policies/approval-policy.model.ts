// The approval policy of an environment: how many people must approve a promotion, from which groups, and who may not. Each change is a
// version of its own, as approvals and decisions are bound to one. Pure. Source: orchestrators-and-dora, "Approvals"; the orchestrator
// model, "required_approvals", "require_sod".
import * as z from 'zod';
import type { Actor } from '../../_base/events.ts';
import { pageQuery } from '../../_base/list.ts';
import { isDistinct, reference } from '../../_base/text.ts';
import type { ApprovalPolicyItem, EnvironmentItem } from '../environment.entity.ts';

const MOST_GROUPS = 10;
const MOST_APPROVALS = 10;

export const requiredApprovals = z
  .number()
  .int()
  .min(0)
  .max(MOST_APPROVALS)
  .describe(
    'The number of people who must approve a promotion. With it or groups, deployments that other systems report do not count as verified here',
  );
export const requireSod = z
  .boolean()
  .describe('Separation of duties: the people who requested or wrote a change do not approve it');

const approvalGroup = z.strictObject({
  teamId: reference,
  approvalsNeeded: z.number().int().min(1).max(MOST_APPROVALS).describe('The number of its members who must approve'),
});
export type ApprovalGroup = z.output<typeof approvalGroup>;

export const approvalGroups = z
  .array(approvalGroup)
  .max(MOST_GROUPS)
  .refine((groups) => isDistinct(groups.map(({ teamId }) => teamId)), { error: 'must not name a team twice' })
  .describe('Teams whose members must be among the people who approve; a person counts for one team');

export const listPoliciesQuery = z.strictObject(pageQuery);

export const approvalPolicyView = z
  .strictObject({
    version: z.number().int(),
    requiredApprovals: z.number().int(),
    approvalGroups: z.array(approvalGroup),
    requireSod: z.boolean(),
    changedAt: z.iso.datetime(),
    changedBy: z.string(),
    changedByName: z.string(),
  })
  .meta({ id: 'ApprovalPolicy' });

export const viewPolicy = (item: ApprovalPolicyItem): z.output<typeof approvalPolicyView> => ({
  version: item.version,
  requiredApprovals: item.requiredApprovals,
  approvalGroups: groupsOf(item),
  requireSod: item.requireSod,
  changedAt: item.changedAt,
  changedBy: item.changedBy,
  changedByName: item.changedByName,
});

/** Fields of an environment whose change is a new version of its policy. */
const OF_POLICY = ['requiredApprovals', 'approvalGroups', 'requireSod'] as const;

export const groupsOf = ({ approvalGroups: groups }: Pick<EnvironmentItem, 'approvalGroups'>): ApprovalGroup[] =>
  (groups ?? []) as ApprovalGroup[];

export const changesPolicy = (changes: object): boolean => OF_POLICY.some((field) => field in changes);

/** The policy that an environment has after a change by `actor` at `at`. */
export const policyOf = (
  item: EnvironmentItem,
  at: string,
  actor: Actor,
): Omit<ApprovalPolicyItem, 'schemaVersion'> => ({
  tenantId: item.tenantId,
  environmentId: item.environmentId,
  version: item.policyVersion ?? 1,
  requiredApprovals: item.requiredApprovals,
  approvalGroups: groupsOf(item),
  requireSod: item.requireSod,
  changedAt: at,
  changedBy: actor.id,
  changedByName: actor.name,
});
