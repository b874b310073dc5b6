// A service: what is released. Bodies, view, and the changes of one. Pure.
import * as z from 'zod';
import type { FieldProblem } from '../../_base/errors.ts';
import { isId, newId, type TenantId } from '../../_base/ids.ts';
import { flag, pageQuery } from '../../_base/list.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { isDistinct, namesAmong, prose, reference } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { serviceErrors } from '../errors.ts';
import { DEFAULT_SCHEME, VERSION_SCHEMES, type VersionScheme } from '../words.model.ts';
import { type ServiceItem, serviceDefinition } from './service.entity.ts';

/** Paths name a service by id or slug, so a slug must not look like an id. */
export const slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be a service slug such as payments-api')
  .refine((text) => !isId(text), { error: 'must not look like an id' });

const versionScheme = z
  .enum(VERSION_SCHEMES)
  .describe(
    'Orders the versions: SEMVER by semantic versioning, CALVER by numeric parts such as 2026.03.1, BUILD by one number, OPAQUE by time of creation',
  );

const fields = {
  name: prose(100).trim().min(1).describe('Unique in the tenant, without regard to case'),
  description: prose(2000).trim(),
  ownerId: reference.describe('A member of the tenant'),
  teamId: reference,
  slackChannel: z.string().regex(/^#?[\p{L}\p{N}._-]{1,80}$/u, 'must be a channel such as C0PAYMENTS or #payments'),
  repositories: z
    .array(reference)
    .max(20)
    .refine(isDistinct, { error: 'must not name a repository twice' })
    .describe('Ids of repositories'),
};

/** The rights that create a service, by its own route or with a release. */
export const SERVICE_CREATION = { role: 'DEVELOPER', scope: 'catalog:write', ci: true } as const;

export const createServiceBody = z.lazy(() =>
  z.strictObject({
    slug,
    name: fields.name.optional().describe('Unique in the tenant, without regard to case. Default: the slug'),
    description: fields.description.optional(),
    ownerId: fields.ownerId.optional(),
    teamId: fields.teamId.optional(),
    slackChannel: fields.slackChannel.optional(),
    repositories: fields.repositories.default([]),
    versionScheme: versionScheme.default(DEFAULT_SCHEME),
    isActive: z.boolean().default(true),
  }),
);
export type CreateServiceBody = z.output<typeof createServiceBody>;

/** Of a body that changes nothing. */
export const CHANGES_SOMETHING = {
  error: 'must change something',
  when: ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0,
};

/** Null deletes a field. The slug stays: releases are named by it. */
export const updateServiceBody = z.lazy(() =>
  z
    .strictObject({
      name: fields.name,
      description: fields.description.nullable(),
      ownerId: fields.ownerId.nullable(),
      teamId: fields.teamId.nullable(),
      slackChannel: fields.slackChannel.nullable(),
      repositories: fields.repositories,
      versionScheme,
      isActive: z.boolean().describe('A service that is switched off gets no further releases'),
    })
    .partial()
    .refine((body) => Object.keys(body).length > 0, CHANGES_SOMETHING),
);

export const listServicesQuery = z.strictObject({
  ...pageQuery,
  owner: reference.optional().describe('The id of the owner'),
  team: reference.optional().describe('The id of the team'),
  isActive: flag.optional(),
});
export type ServiceFilter = Omit<z.output<typeof listServicesQuery>, 'limit' | 'cursor'>;

export const serviceView = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    ownerId: z.string().nullable(),
    teamId: z.string().nullable(),
    slackChannel: z.string().nullable(),
    repositories: z.array(z.string()),
    versionScheme: z.enum(VERSION_SCHEMES),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    revision: z.number().int(),
  })
  .meta({ id: 'ServiceSummary' });

const SERVICE_ACTIONS = ['updateService', 'deleteService'] as const;
export type ServiceAction = (typeof SERVICE_ACTIONS)[number];

/** One service; as an entry of a list, and after a change, it has no actions. */
export const shownServiceView = z.strictObject({ ...serviceView.shape, actions: actionsView(SERVICE_ACTIONS) });

export const viewService = (item: ServiceItem): z.output<typeof serviceView> => ({
  id: item.serviceId,
  slug: item.slug,
  name: item.name,
  description: item.description ?? null,
  ownerId: item.ownerId ?? null,
  teamId: item.teamId ?? null,
  slackChannel: item.slackChannel ?? null,
  repositories: item.repositories,
  versionScheme: item.versionScheme,
  isActive: item.isActive,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  revision: item.revision,
});

/** A service that is created at `at` (epoch milliseconds). */
export function newService(tenantId: TenantId, at: number, body: CreateServiceBody): ServiceItem {
  const { name = body.slug, ...given } = body;
  const stamps = firstStamps(serviceDefinition, isoOf(at));
  return { ...given, name, tenantId, serviceId: newId<'Service'>(at), ...stamps } as ServiceItem;
}

/** The part of a service that decides whether it may get releases, and of which versions. */
export interface Standing {
  readonly isActive: boolean;
  readonly versionScheme: VersionScheme;
}

/** The problem of naming this service in a release or train; none for a missing one that is created along the way. */
export function standingProblems(name: string, found: Standing | undefined, isMade = false): FieldProblem[] {
  const problem = (code: string, message: string) => [{ path: 'service', code: `service.${code}`, message }];
  if (found?.isActive || (!found && isMade)) return [];
  if (found) return problem('inactive', `${name} is switched off; PATCH …/services/${name} with isActive: true first`);
  return problem(
    'unknown',
    `${name} does not exist; POST …/services first, or create a release with createService: true`,
  );
}

/** True if the service has what the filter asks for. */
export const matchesFilter = (item: ServiceItem, { owner, team, isActive }: ServiceFilter): boolean =>
  (owner === undefined || item.ownerId === owner) &&
  (team === undefined || item.teamId === team) &&
  (isActive === undefined || item.isActive === isActive);

/** Throws `service.in_use` if resources name the service; `names` are those that the refusal lists. */
export function assertUnused(useCount: number, names: readonly string[] = [], members: object = {}): void {
  if (useCount === 0) return;
  throw serviceErrors.in_use({
    detail: `${useCount} ${useCount === 1 ? 'resource names' : 'resources name'} it${namesAmong(useCount, names)}`,
    members: { useCount, ...members },
  });
}
