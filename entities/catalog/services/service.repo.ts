// Reads and writes of services. Writes are returned for a transaction.
import { baseErrors } from '../../_base/conflicts.ts';
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { uniqueName } from '../../_base/text.ts';
import { serviceErrors } from '../errors.ts';
import { DEFAULT_SCHEME, type VersionScheme } from '../words.model.ts';
import {
  type ServiceItem,
  type ServiceSlugItem,
  serviceDefinition,
  serviceNameDefinition,
  serviceSlugDefinition,
} from './service.entity.ts';
import { matchesFilter, type ServiceFilter } from './service.model.ts';

export type ServiceRepo = ReturnType<typeof createServiceRepo>;

const taken = (field: 'slug' | 'name') => {
  const problem = { path: field, code: `service.${field}_taken`, message: 'belongs to another service' };
  return serviceErrors[`${field}_taken` as const]({ detail: `${field} ${problem.message}`, fields: [problem] });
};

export function createServiceRepo(table: Table) {
  const services = itemsOf(table, serviceDefinition);
  const slugs = itemsOf(table, serviceSlugDefinition);
  const names = itemsOf(table, serviceNameDefinition);

  const bySlug = (tenantId: string, slug: string): Promise<ServiceSlugItem | undefined> =>
    slugs.find({ tenantId, slug });
  const takeName = ({ tenantId, name, serviceId }: ServiceItem): Write =>
    names.create({ tenantId, name: uniqueName(name), serviceId }, taken('name'));
  const dropName = ({ tenantId, name }: ServiceItem): Write => names.forget({ tenantId, name: uniqueName(name) });

  return {
    bySlug,

    /** The slugs that begin with `text`, at most `most`. */
    slugsFrom: async (tenantId: string, text: string, most: number): Promise<string[]> =>
      (await slugs.all({ tenantId, slug: text }, {}, most)).map(({ slug }) => slug),

    /** How a service orders its versions; a missing one, as it would be created. */
    schemeOf: async (tenantId: string, slug: string): Promise<VersionScheme> =>
      (await bySlug(tenantId, slug))?.versionScheme ?? DEFAULT_SCHEME,

    /** By id or slug. Throws `service.not_found`. */
    async get(tenantId: TenantId, idOrSlug: string): Promise<ServiceItem> {
      const serviceId = isId(idOrSlug) ? idOrSlug : (await bySlug(tenantId, idOrSlug))?.serviceId;
      if (serviceId === undefined) throw serviceErrors.not_found();
      return services.get({ tenantId, serviceId }, serviceErrors.not_found());
    },

    find: (tenantId: string, serviceId: string): Promise<ServiceItem | undefined> =>
      isId(serviceId) ? services.find({ tenantId, serviceId }) : Promise.resolve(undefined),

    /** Those that exist, in one BatchGet. */
    findMany: (tenantId: TenantId, ids: readonly string[]): Promise<ServiceItem[]> =>
      services.findMany(ids.map((serviceId) => ({ tenantId, serviceId }))),

    /** Newest first. The most selective filter picks the index; a page that the others shorten may be short. */
    list(tenantId: TenantId, filter: ServiceFilter, page: PageRequest): Promise<Page<ServiceItem>> {
      const { owner, team, isActive } = filter;
      const keep = (item: ServiceItem) => matchesFilter(item, filter);
      const by = (index: string, of: object) =>
        services.page({ tenantId, ...of }, page, { index, newestFirst: true }, keep, filter);
      if (owner !== undefined) return by('byOwner', { ownerId: owner });
      if (team !== undefined) return by('byTeam', { teamId: team });
      if (isActive !== undefined) return by('byActivity', { isActive });
      return services.page({ tenantId }, page, { newestFirst: true });
    },

    /** All services that name an owner or a team. */
    async naming(tenantId: TenantId, of: { readonly ownerId: string } | { readonly teamId: string }) {
      const index = 'ownerId' in of ? 'byOwner' : 'byTeam';
      const found: ServiceItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await services.page({ tenantId, ...of }, { limit: 100, cursor }, { index });
        found.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return found;
    },

    /** Fails with `otherwise` if the slug is taken, and with `service.name_taken`. */
    create: (item: ServiceItem, useCount = 0, otherwise = taken('slug')): Write[] => {
      const { tenantId, slug, serviceId, versionScheme, isActive } = item;
      return [
        slugs.create({ tenantId, slug, serviceId, versionScheme, isActive, useCount }, otherwise),
        services.create(item),
        takeName(item),
      ];
    },

    update(before: ServiceItem, at: string, changes: Changes<ServiceItem>): Write[] {
      const after = { ...before, ...changes } as ServiceItem;
      const { tenantId, slug, isActive, versionScheme } = after;
      const isRenamed = uniqueName(before.name) !== uniqueName(after.name);
      const isStanding = isActive !== before.isActive || versionScheme !== before.versionScheme;
      return [
        services.change(before, at, changes),
        ...(isStanding ? [slugs.patch({ tenantId, slug }, { isActive, versionScheme })] : []),
        ...(isRenamed ? [dropName(before), takeName(after)] : []),
      ];
    },

    /** A use or naming that begins after `standing` was read makes this a conflict; loading again shows it. */
    remove: (item: ServiceItem, standing: Pick<ServiceSlugItem, 'namings'> = {}): Write[] => [
      services.remove(item),
      slugs.forget(item, {
        expression: `useCount = :none AND ${standing.namings === undefined ? 'attribute_not_exists(namings)' : 'namings = :known'}`,
        values: { none: 0, ...(standing.namings !== undefined && { known: standing.namings }) },
      }),
      dropName(item),
    ],

    /** A runbook begins to name the service. Fails the transaction with `otherwise` unless a service has the slug. */
    name: (tenantId: string, slug: string, otherwise: Write['otherwise']): Write =>
      slugs.add({ tenantId, slug }, { namings: 1 }, EXISTS, otherwise),

    /** Conflicts unless the service exists. */
    there: ({ tenantId, slug }: ServiceSlugItem): Write =>
      slugs.check({ tenantId, slug }, EXISTS, baseErrors.conflict()),

    /** Counts a use. Conflicts unless the service is active and orders versions as when it was read. */
    use: ({ tenantId, slug, versionScheme }: ServiceSlugItem): Write =>
      slugs.add(
        { tenantId, slug },
        { useCount: 1 },
        {
          expression: 'isActive = :active AND versionScheme = :scheme',
          values: { active: true, scheme: versionScheme },
        },
        baseErrors.conflict(),
      ),

    /** The service exists for as long as it is used. */
    unuse: (tenantId: string, slug: string): Write => slugs.add({ tenantId, slug }, { useCount: -1 }, EXISTS),
  };
}
