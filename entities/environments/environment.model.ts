// An environment: a place where releases run. Bodies, views, and the changes of one. Pure. Source: the orchestrator model, "Environment";
// DOMAIN, "Words".
import * as z from 'zod';
import { newId, type TenantId } from '../_base/ids.ts';
import { flag, pageQuery } from '../_base/list.ts';
import { firstStamps } from '../_base/table/entity.ts';
import { changeBody, document, prose } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { type EnvironmentItem, environmentDefinition, type Stop } from './environment.entity.ts';
import { environmentErrors } from './errors.ts';
import { isReached, OUTSIDE_ORDER } from './order.model.ts';
import { approvalGroups, groupsOf, requiredApprovals, requireSod } from './policies/approval-policy.model.ts';
import { TIERS } from './words.model.ts';

const MOST_ORDER = 9_999;
const MONTH_OF_MINUTES = 31 * 24 * 60;
const MOST_CONFIG_BYTES = 8_192;

const config = document(MOST_CONFIG_BYTES).describe(
  'Any settings as JSON. Readable by everybody in the tenant: no secrets',
);

/** Paths name an environment by id or name. */
const name = prose(100)
  .trim()
  .min(1)
  .refine((text) => !/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text), { error: 'must not look like an id' })
  .describe('Unique in the tenant, without regard to case, e.g. prod');

const fields = {
  name,
  displayName: prose(100).trim().min(1).describe('E.g. Production'),
  description: prose(2000).trim(),
  order: z
    .number()
    .int()
    .min(0)
    .max(MOST_ORDER)
    .nullable()
    .describe('The order of promotion, lowest first; null for an environment that promotions do not reach'),
  tier: z.enum(TIERS),
  config,
  requiredApprovals,
  approvalGroups,
  requireSod,
  soakMinutes: z
    .number()
    .int()
    .min(0)
    .max(MONTH_OF_MINUTES)
    .describe('Minutes that a deployment must run here before it counts as verified'),
  autoPromote: z
    .boolean()
    .describe('True: a release is promoted here when it is verified in the environment before it; needs an order'),
};

export const createEnvironmentBody = z.lazy(() =>
  z.strictObject({
    name,
    displayName: fields.displayName.optional().describe('Default: the name'),
    description: fields.description.optional(),
    order: fields.order.default(null),
    tier: fields.tier.default('DEVELOPMENT'),
    config: config.default({}),
    requiredApprovals: fields.requiredApprovals.default(0),
    approvalGroups: fields.approvalGroups.default([]),
    requireSod: fields.requireSod.default(false),
    soakMinutes: fields.soakMinutes.default(0),
    autoPromote: fields.autoPromote.default(false),
  }),
);
export type CreateEnvironmentBody = z.output<typeof createEnvironmentBody>;

export const updateEnvironmentBody = z.lazy(() =>
  changeBody({
    name: name.optional(),
    displayName: fields.displayName.optional(),
    description: fields.description.nullable().optional(),
    order: fields.order.optional(),
    tier: fields.tier.optional(),
    config: config.optional(),
    requiredApprovals: fields.requiredApprovals.optional(),
    approvalGroups: fields.approvalGroups.optional(),
    requireSod: fields.requireSod.optional(),
    soakMinutes: fields.soakMinutes.optional(),
    autoPromote: fields.autoPromote.optional(),
  }),
);
export type UpdateEnvironmentBody = z.output<typeof updateEnvironmentBody>;

export const stopBody = z.lazy(() => z.strictObject({ reason: prose(500).trim().min(1) }));

export const listEnvironmentsQuery = z.strictObject({
  ...pageQuery,
  tier: z.enum(TIERS).optional(),
  isStopped: flag.optional(),
  autoPromote: flag.optional(),
});

const stopView = z.strictObject({ reason: z.string(), at: z.string(), by: z.string(), byName: z.string() });

export const emergencyStopView = z
  .strictObject({
    isStopped: z.boolean(),
    stop: stopView.nullable().describe('The stop of all environments; null if none is in force'),
  })
  .meta({ id: 'EmergencyStop' });

export const environmentView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    description: z.string().nullable(),
    order: z.number().int().nullable(),
    tier: z.enum(TIERS),
    config: z.record(z.string(), z.unknown()),
    requiredApprovals: z.number().int(),
    approvalGroups,
    policyVersion: z
      .number()
      .int()
      .describe('Of the approval policy: a change of its rules is a new version, which voids approvals'),
    requireSod: z.boolean(),
    soakMinutes: z.number().int(),
    autoPromote: z.boolean(),
    isStopped: z.boolean(),
    stop: stopView.nullable().describe('The emergency stop of this environment'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'EnvironmentSummary' });

const ENVIRONMENT_ACTIONS = [
  'updateEnvironment',
  'stopEnvironment',
  'liftEnvironmentStop',
  'deleteEnvironment',
] as const;
export type EnvironmentAction = (typeof ENVIRONMENT_ACTIONS)[number];

/** One environment; as an entry of a list, and after a change, it has no actions. */
export const shownEnvironmentView = z.strictObject({
  ...environmentView.shape,
  actions: actionsView(ENVIRONMENT_ACTIONS),
});

export const viewStop = ({ reason, at, by, byName }: Stop) => ({ reason, at, by, byName });

export const viewEnvironment = (item: EnvironmentItem): z.output<typeof environmentView> => ({
  id: item.environmentId,
  name: item.name,
  displayName: item.displayName,
  description: item.description ?? null,
  order: item.place === OUTSIDE_ORDER ? null : item.place,
  tier: item.tier,
  config: item.config,
  requiredApprovals: item.requiredApprovals,
  approvalGroups: groupsOf(item),
  policyVersion: item.policyVersion ?? 1,
  requireSod: item.requireSod,
  soakMinutes: item.soakMinutes,
  autoPromote: item.autoPromote ?? false,
  isStopped: item.isStopped,
  stop: item.stop ? viewStop(item.stop) : null,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

/** An environment that is created at `at` (epoch milliseconds). */
export function newEnvironment(tenantId: TenantId, at: number, body: CreateEnvironmentBody): EnvironmentItem {
  const { order, displayName = body.name, ...given } = body;
  return {
    ...given,
    displayName,
    place: order ?? OUTSIDE_ORDER,
    tenantId,
    environmentId: newId<'Environment'>(at),
    isStopped: false,
    policyVersion: 1,
    useCount: 0,
    ...firstStamps(environmentDefinition, isoOf(at)),
  } as EnvironmentItem;
}

/** The stored fields that a body changes. */
export const storedFields = ({ order, ...rest }: UpdateEnvironmentBody): object => ({
  ...rest,
  ...(order !== undefined && { place: order ?? OUTSIDE_ORDER }),
});

const counted = (count: number, one: string): string[] =>
  count === 0 ? [] : [`${count} ${one}${count === 1 ? '' : 's'}`];

/** Throws `environment.in_use`. */
type Uses = Pick<EnvironmentItem, 'useCount' | 'targetCount' | 'agentCount' | 'integrationCount'>;

export function assertUnused({ useCount, targetCount = 0, agentCount = 0, integrationCount = 0 }: Uses): void {
  if (useCount === 0) return;
  const windowCount = useCount - targetCount - agentCount - integrationCount;
  const users = [
    ...counted(windowCount, 'freeze window'),
    ...counted(targetCount, 'target'),
    ...counted(agentCount, 'agent'),
    ...counted(integrationCount, 'integration'),
  ];
  const detail = `${users.join(', ').replace(/, ([^,]*)$/, ' and $1')} ${useCount === 1 ? 'names' : 'name'} it; delete or change them first`;
  throw environmentErrors.in_use({
    detail,
    members: { useCount, windowCount, targetCount, agentCount, integrationCount },
  });
}

/** Throws `environment.invalid` if it takes what is verified before it, but has no place in the order. */
export function assertReachable({ autoPromote, place }: Pick<EnvironmentItem, 'autoPromote' | 'place'>): void {
  if (!autoPromote || isReached({ place })) return;
  const message = 'needs a place in the order of promotion';
  throw environmentErrors.invalid({ fields: [{ path: 'autoPromote', code: 'environment.outside_order', message }] });
}

/** Throws `environment.already_stopped`. */
export function assertRuns({ stop }: Pick<EnvironmentItem, 'stop'>): void {
  if (stop) throw environmentErrors.already_stopped({ detail: `${stop.byName} stopped it: ${stop.reason}`, legal: [] });
}

/** Throws `environment.not_stopped`. */
export function assertStopped({ stop }: Pick<EnvironmentItem, 'stop'>): void {
  if (!stop) throw environmentErrors.not_stopped();
}
