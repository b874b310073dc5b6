// The integration as people see and write it, and every decision about one. Pure: no table, no network, no clock.
// Credentials are part of requests only; no view, event or audit entry ever holds them.
import * as z from 'zod';
import { flag, pageQuery } from '../_base/list.ts';
import type { Loose } from '../_base/table/table.ts';
import { changeBody, namesAmong } from '../_base/text.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { integrationErrors } from './errors.ts';
import type { IntegrationItem } from './integration.entity.ts';
import { INTEGRATION_KINDS, type IntegrationKind } from './types/integration-kinds.ts';
import { INTEGRATION_TYPES, type IntegrationType, TYPE_NAMES } from './types/integration-types.ts';
import { HEALTH_STATUSES, nextCheckAt, VERIFICATION_STATUSES } from './verification.model.ts';

/** Kinds that cannot be deleted while they are used; deleting one of the others clears the references to it. */
export const isRestricted = (kind: IntegrationKind): boolean =>
  kind === 'SCM' || kind === 'TARGET' || kind === 'PIPELINE' || kind === 'REGISTRY';

/** The most entries of `newUses`: as many as a refused deletion names. */
export const MAX_NOTES = 20;

/**
 * True if the next use is added to `newUses`. Entries are removed as uses get their items; if that fails, the item must not
 * grow with every release.
 */
export const takesNotes = (item: { readonly newUses?: Iterable<string> | undefined } | undefined): boolean =>
  [...(item?.newUses ?? [])].length < MAX_NOTES;

const integrationName = () =>
  z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters');

const commonFields = () => ({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  verificationStatus: z.enum(VERIFICATION_STATUSES),
  lastVerifiedAt: z.iso.datetime().nullable(),
  verificationError: z.string().nullable(),
  healthStatus: z.enum(HEALTH_STATUSES),
  brokenSince: z.iso
    .datetime()
    .nullable()
    .describe('The time since which the service refuses credentials that it accepted before'),
  nextCheckAt: z.iso.datetime().nullable().describe('The time of the next automatic verification; null while inactive'),
  configuredByAccountId: z
    .string()
    .nullable()
    .describe('The person or token that set the present config or credentials'),
  lastTriggeredAt: z.iso
    .datetime()
    .nullable()
    .describe('Only pipelines: the time at which a release last triggered a build'),
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

const viewOf = <T extends IntegrationType>(type: T, common: ReturnType<typeof commonFields>) =>
  z.strictObject({
    ...common,
    kind: z.literal(INTEGRATION_TYPES[type].kind),
    type: z.literal(type),
    config: INTEGRATION_TYPES[type].config,
  });

/** One variant per type. */
type Variants<V extends Readonly<Record<IntegrationType, unknown>>> = readonly [
  V[IntegrationType],
  ...V[IntegrationType][],
];
type View = { readonly [T in IntegrationType]: ReturnType<typeof viewOf<T>> };
type WithActions = { readonly actions: ReturnType<typeof actionsView<typeof INTEGRATION_ACTIONS>> };
type Shown = { readonly [T in IntegrationType]: z.ZodObject<View[T]['shape'] & WithActions, z.core.$strict> };
export const integrationView = z
  .lazy(() => {
    const common = commonFields();
    return z.discriminatedUnion('type', TYPE_NAMES.map((type) => viewOf(type, common)) as unknown as Variants<View>);
  })
  .meta({ id: 'IntegrationSummary' });
export type IntegrationView = z.output<typeof integrationView>;

const INTEGRATION_ACTIONS = ['updateIntegration', 'verifyIntegration', 'deleteIntegration'] as const;
export type IntegrationAction = (typeof INTEGRATION_ACTIONS)[number];

/** One integration; as an entry of a list or a part of a release it has no actions. */
export const shownIntegrationView = z.lazy(() => {
  const common = { ...commonFields(), actions: actionsView(INTEGRATION_ACTIONS) };
  return z.discriminatedUnion('type', TYPE_NAMES.map((type) => viewOf(type, common)) as unknown as Variants<Shown>);
});

const createOf = <T extends IntegrationType>(type: T) =>
  z.strictObject({
    name: integrationName(),
    type: z.literal(type),
    config: INTEGRATION_TYPES[type].config,
    credentials: INTEGRATION_TYPES[type].credentials,
    isActive: z.boolean().default(true),
  });

type Create = { readonly [T in IntegrationType]: ReturnType<typeof createOf<T>> };
export const createIntegrationBody = z.lazy(() =>
  z.discriminatedUnion('type', TYPE_NAMES.map(createOf) as unknown as Variants<Create>, {
    error: (issue) => (issue.code === 'invalid_union' ? `must be one of ${TYPE_NAMES.join(', ')}` : undefined),
  }),
);

const part = (of: string) =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      `Fields of ${of} to change, merged as RFC 7396 says (null removes one); the whole must be valid after it`,
    );

export const updateIntegrationBody = z.lazy(() =>
  changeBody({
    name: integrationName().optional(),
    config: part('config'),
    credentials: part('credentials'),
    isActive: z.boolean().optional(),
  }),
);
export type UpdateIntegrationBody = z.output<typeof updateIntegrationBody>;

export const listIntegrationsQuery = z.strictObject({
  verified: flag
    .optional()
    .describe(
      'true: verificationStatus is VALID, and active unless `active` asks for others, as a drop-down offers them; false: it is anything else',
    ),
  active: flag.optional(),
  type: z.enum(TYPE_NAMES).optional(),
  status: z.enum(VERIFICATION_STATUSES).optional().describe('The outcome of the latest verification'),
  health: z.enum(HEALTH_STATUSES).optional(),
  ...pageQuery,
});
export const listAllIntegrationsQuery = z.strictObject({
  kind: z.enum(INTEGRATION_KINDS).optional(),
  ...listIntegrationsQuery.shape,
});

/** The filters of a list. */
export interface IntegrationFilter {
  readonly verified?: boolean | undefined;
  readonly active?: boolean | undefined;
  readonly type?: IntegrationType | undefined;
  readonly status?: IntegrationFacts['verificationStatus'] | undefined;
  readonly health?: IntegrationFacts['healthStatus'] | undefined;
}

/** The fields of an integration that decisions need. */
export type IntegrationFacts = Omit<
  Loose<IntegrationItem>,
  'tenantId' | 'schemaVersion' | 'useCount' | 'newUses' | 'workspaceId'
>;

/** A drop-down filters by `verified` alone and must offer only integrations that a release can use. */
export function matchesFilter(item: IntegrationFacts, filter: IntegrationFilter): boolean {
  const { verified, active, type, status, health } = filter;
  const isActive = active ?? (verified === true ? true : undefined);
  return (
    (verified === undefined || (item.verificationStatus === 'VALID') === verified) &&
    (isActive === undefined || item.isActive === isActive) &&
    (type === undefined || item.type === type) &&
    (status === undefined || item.verificationStatus === status) &&
    (health === undefined || item.healthStatus === health)
  );
}

export function integrationViewOf(item: IntegrationFacts): IntegrationView {
  return {
    id: item.integrationId,
    kind: item.kind,
    type: item.type,
    name: item.name,
    config: item.config,
    isActive: item.isActive,
    verificationStatus: item.verificationStatus,
    lastVerifiedAt: item.lastVerifiedAt ?? null,
    verificationError: item.verificationError ?? null,
    healthStatus: item.healthStatus,
    brokenSince: item.brokenSince ?? null,
    nextCheckAt: item.isActive ? nextCheckAt(item) : null,
    configuredByAccountId: item.configuredByAccountId ?? null,
    lastTriggeredAt: item.lastTriggeredAt ?? null,
    revision: item.revision,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
  } as IntegrationView;
}

/** The refusal to delete a used integration; `users` are the names of what uses it. Undefined if it may be deleted. */
export function inUseOf(
  { kind, useCount }: Pick<IntegrationItem, 'kind' | 'useCount'>,
  users: readonly string[] = [],
  members = {},
) {
  if (!isRestricted(kind) || useCount === 0) return undefined;
  const [one, many] =
    kind === 'REGISTRY'
      ? ['component uses', 'components use']
      : ['release or pipeline uses', 'releases and pipelines use'];
  return integrationErrors.in_use({
    detail: `${useCount} ${useCount === 1 ? one : many} it${namesAmong(useCount, users)}`,
    members: { useCount, ...members },
  });
}

/** The data of every event about an integration. */
export const integrationEventOf = (item: IntegrationFacts) => ({
  integrationId: item.integrationId,
  kind: item.kind,
  type: item.type,
  name: item.name,
  isActive: item.isActive,
  verificationStatus: item.verificationStatus,
});

export interface IntegrationRef {
  readonly kind: IntegrationKind;
  readonly integrationId: string;
}

/** The integrations in a config, with their paths; only pipelines have some. */
export function usesOf(kind: IntegrationKind, config: unknown): readonly (IntegrationRef & { path: string })[] {
  if (kind !== 'PIPELINE') return [];
  const { scmIntegrationId, targetIntegrationId } = config as { scmIntegrationId: string; targetIntegrationId: string };
  return [
    { kind: 'SCM', integrationId: scmIntegrationId, path: 'config.scmIntegrationId' },
    { kind: 'TARGET', integrationId: targetIntegrationId, path: 'config.targetIntegrationId' },
  ];
}
