// A target: a host or service in an environment that runs one component, reached by an agent. Bodies, view, and decisions. Pure. Source:
// the orchestrator model, "Target"; DOMAIN, "Words".
import * as z from 'zod';
import { newId, type TenantId } from '../../_base/ids.ts';
import { pageQuery } from '../../_base/list.ts';
import { ownValue } from '../../_base/own-value.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { changeBody, document, prose, reference } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { targetErrors } from '../errors.ts';
import { capability, labels } from '../fields.model.ts';
import { HEALTH_STATUSES, TARGET_TYPES, type TargetType } from '../words.model.ts';
import { type TargetItem, targetDefinition } from './target.entity.ts';

/** Targets of an environment: all are read before a deployment. */
export const MOST_TARGETS = 500;
const MOST_CONNECTION_BYTES = 8_192;
const MOST_CREDENTIALS = 20;

/** The capability that a target of a type needs, unless it names another. */
const CAPABILITIES: Readonly<Record<TargetType, string>> = {
  DOCKER_HOST: 'docker',
  COMPOSE_HOST: 'docker',
  KUBERNETES: 'kubernetes',
  ECS_SERVICE: 'ecs',
  NOMAD_JOB: 'nomad',
  SHELL: 'shell',
};

const fields = {
  name: prose(100).trim().min(1).describe('Unique in its environment, without regard to case, e.g. web-1'),
  type: z.enum(TARGET_TYPES),
  componentId: reference.describe('The component that runs there; several components on one host are several targets'),
  connection: document(MOST_CONNECTION_BYTES).describe(
    'How an agent reaches it, as JSON. Readable by everybody in the tenant: no secrets',
  ),
  credentials: z
    .record(z.string().min(1).max(100), z.string().min(1).max(4000))
    .refine((given) => Object.keys(given).length <= MOST_CREDENTIALS, {
      error: `must have at most ${MOST_CREDENTIALS} entries`,
    })
    .describe(
      'Secrets by name, for the agent that deploys there. They are never shown again; a change replaces all of them',
    ),
  labels,
  capability: capability.describe(
    'The word for what an agent must be able to do to deploy there; default: by the type',
  ),
  isActive: z.boolean().describe('A target that is switched off gets no deployments'),
};

export const createTargetBody = z.lazy(() =>
  z.strictObject({
    environmentId: reference,
    name: fields.name,
    type: fields.type,
    componentId: fields.componentId,
    connection: fields.connection.default({}),
    credentials: fields.credentials.optional(),
    labels: labels.default({}),
    capability: fields.capability.optional(),
    isActive: fields.isActive.default(true),
  }),
);
export type CreateTargetBody = z.output<typeof createTargetBody>;

export const updateTargetBody = z.lazy(() =>
  changeBody({
    name: fields.name.optional(),
    type: fields.type.optional(),
    componentId: fields.componentId.optional(),
    connection: fields.connection.optional(),
    credentials: fields.credentials.nullable().optional(),
    labels: labels.optional(),
    capability: fields.capability.optional(),
    isActive: fields.isActive.optional(),
  }),
);
export type UpdateTargetBody = z.output<typeof updateTargetBody>;

export const listTargetsQuery = z.strictObject({
  ...pageQuery,
  environmentId: reference.optional(),
  componentId: reference.optional(),
  type: fields.type.optional(),
  healthStatus: z.enum(HEALTH_STATUSES).optional(),
  label: z
    .string()
    .max(200)
    .regex(/^[^=]+=/, 'must be <key>=<value>')
    .optional()
    .describe('A label, as <key>=<value>'),
});
export type TargetFilter = Omit<z.output<typeof listTargetsQuery>, 'limit' | 'cursor'>;

export const targetView = z
  .strictObject({
    id: z.string(),
    environmentId: z.string(),
    name: z.string(),
    type: z.enum(TARGET_TYPES),
    componentId: z.string(),
    connection: z.record(z.string(), z.unknown()),
    hasCredentials: z.boolean(),
    credentialsSetAt: z.iso.datetime().nullable(),
    labels: z.record(z.string(), z.string()),
    capability: z.string(),
    isActive: z.boolean(),
    healthStatus: z.enum(HEALTH_STATUSES).describe('As an agent last reported it'),
    healthCheckedAt: z.iso.datetime().nullable().describe('When an agent last reported it, to a quarter of an hour'),
    healthDetail: z.string().nullable(),
    currentDigest: z.string().nullable().describe('The digest that the latest deployment put there'),
    currentReleaseId: z.string().nullable(),
    observedDigest: z.string().nullable().describe('The digest that an agent last found there; null if nothing ran'),
    driftSince: z.iso
      .datetime()
      .nullable()
      .describe('Since when an agent has found another digest or sticker there than the latest deployment left'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'EnvironmentTargetSummary' });

const TARGET_ACTIONS = ['updateEnvironmentTarget', 'deleteEnvironmentTarget'] as const;
export type TargetAction = (typeof TARGET_ACTIONS)[number];

/** One target; as an entry of a list, and after a change, it has no actions. */
export const shownTargetView = z.strictObject({ ...targetView.shape, actions: actionsView(TARGET_ACTIONS) });

export const viewTarget = (item: TargetItem): z.output<typeof targetView> => ({
  id: item.targetId,
  environmentId: item.environmentId,
  name: item.name,
  type: item.type,
  componentId: item.componentId,
  connection: item.connection,
  hasCredentials: item.credentialsSetAt !== undefined,
  credentialsSetAt: item.credentialsSetAt ?? null,
  labels: item.labels,
  capability: item.capability,
  isActive: item.isActive,
  healthStatus: item.healthStatus,
  healthCheckedAt: item.healthCheckedAt ?? null,
  healthDetail: item.healthDetail ?? null,
  currentDigest: item.currentDigest ?? null,
  currentReleaseId: item.currentReleaseId ?? null,
  observedDigest: item.observedDigest ?? null,
  driftSince: item.driftSince ?? null,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

/** As its events name it. */
export const targetFactsOf = ({ targetId, name, environmentId, componentId }: TargetItem) => ({
  ...{ targetId, name, environmentId, componentId },
});

/** A target that is created at `at` (epoch milliseconds). */
export function newTarget(tenantId: TenantId, at: number, body: CreateTargetBody): TargetItem {
  const { credentials, capability: given = CAPABILITIES[body.type], ...rest } = body;
  return {
    ...rest,
    capability: given,
    tenantId,
    targetId: newId<'Target'>(at),
    ...(credentials && { credentialsSetAt: isoOf(at) }),
    healthStatus: 'UNKNOWN',
    useCount: 0,
    ...firstStamps(targetDefinition, isoOf(at)),
  } as TargetItem;
}

/** The stored fields that a body changes. A capability that follows from the type changes with it. */
export function storedFields(before: TargetItem, { credentials, ...rest }: UpdateTargetBody, at: number): object {
  const { type, capability: given } = rest;
  const follows = type !== undefined && given === undefined && before.capability === CAPABILITIES[before.type];
  return {
    ...rest,
    ...(follows && { capability: CAPABILITIES[type] }),
    ...(credentials !== undefined && { credentialsSetAt: credentials && isoOf(at) }),
  };
}

function hasLabel({ labels: own }: TargetItem, label: string): boolean {
  const split = label.indexOf('=');
  return ownValue(own as Readonly<Record<string, string>>, label.slice(0, split)) === label.slice(split + 1);
}

export const matchesFilter = (item: TargetItem, asked: TargetFilter): boolean =>
  (asked.environmentId === undefined || item.environmentId === asked.environmentId) &&
  (asked.componentId === undefined || item.componentId === asked.componentId) &&
  (asked.type === undefined || item.type === asked.type) &&
  (asked.healthStatus === undefined || item.healthStatus === asked.healthStatus) &&
  (asked.label === undefined || hasLabel(item, asked.label));

/** Throws `target.too_many`. */
export function assertRoom({ targetCount = 0 }: { readonly targetCount?: number }): void {
  if (targetCount < MOST_TARGETS) return;
  throw targetErrors.too_many({
    detail: `${MOST_TARGETS} targets exist in the environment; delete one first`,
    legal: [],
  });
}

/** Throws `target.in_use`. */
export function assertUnused({ useCount }: Pick<TargetItem, 'useCount'>): void {
  if (useCount === 0) return;
  const detail = `${useCount} ${useCount === 1 ? 'deployment is' : 'deployments are'} under way there`;
  throw targetErrors.in_use({ detail, members: { useCount } });
}
