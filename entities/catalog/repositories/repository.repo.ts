// Reads and writes of repositories. Writes are returned for a transaction.
import { baseErrors } from '../../_base/conflicts.ts';
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { type Changes, EXISTS, type Table, updateItem, type Write } from '../../_base/table/table.ts';
import { repositoryErrors } from '../errors.ts';
import { type RepositoryItem, repositoryDefinition, repositorySourceDefinition } from './repository.entity.ts';
import { MOST_SERVICES, type RepositoryFilter } from './repository.model.ts';

export type RepositoryRepo = ReturnType<typeof createRepositoryRepo>;

/** A repository and a service that names it. */
interface Naming {
  readonly tenantId: string;
  readonly repositoryId: string;
  readonly serviceId: string;
}

const TAKEN = { path: 'externalId', code: 'repository.taken', message: 'belongs to another repository of the tenant' };

export function createRepositoryRepo(table: Table) {
  const repositories = itemsOf(table, repositoryDefinition);
  const sources = itemsOf(table, repositorySourceDefinition);
  const named = ({ serviceId }: Naming) => ({ service: new Set([serviceId]) });

  return {
    /** Throws `repository.not_found`. */
    async get(tenantId: TenantId, repositoryId: string): Promise<RepositoryItem> {
      if (!isId(repositoryId)) throw repositoryErrors.not_found();
      return repositories.get({ tenantId, repositoryId }, repositoryErrors.not_found());
    },

    /** Those that exist, in one BatchGet. */
    find: (tenantId: TenantId, ids: readonly string[]): Promise<RepositoryItem[]> =>
      repositories.findMany(ids.filter(isId).map((repositoryId) => ({ tenantId, repositoryId }))),

    /** Newest first. */
    async list(tenantId: TenantId, filter: RepositoryFilter, page: PageRequest): Promise<Page<RepositoryItem>> {
      const { provider, externalId } = filter;
      if (provider === undefined) return repositories.page({ tenantId }, page, { newestFirst: true });
      if (externalId === undefined) {
        return repositories.page({ tenantId, provider }, page, { index: 'byProvider', newestFirst: true });
      }
      const source = await sources.find({ tenantId, provider, externalId });
      const found = source && (await repositories.find({ tenantId, repositoryId: source.repositoryId }));
      return { items: found ? [found] : [], nextCursor: null };
    },

    /** Fails with `repository.taken`. */
    create: (item: RepositoryItem): Write[] => [
      sources.create(item, repositoryErrors.taken({ detail: `externalId ${TAKEN.message}`, fields: [TAKEN] })),
      repositories.create(item),
    ],

    update: (before: RepositoryItem, at: string, changes: Changes<RepositoryItem>): Write =>
      repositories.change(before, at, changes),

    /** A service that names it meanwhile makes this a conflict; loading again shows the service. */
    remove: (item: RepositoryItem): Write[] => [
      repositories.remove(item, { expression: 'attribute_not_exists(services)' }),
      sources.forget(item),
    ],

    /** The service names the repository, which must exist when the transaction is saved. */
    join: (naming: Naming): Write =>
      updateItem(
        table,
        repositories.keyFor(naming),
        { expression: 'ADD services :service', values: named(naming) },
        {
          expression: 'attribute_exists(pk) AND (attribute_not_exists(services) OR size(services) < :most)',
          values: { most: MOST_SERVICES },
        },
        baseErrors.conflict(),
      ),

    leave: (naming: Naming): Write =>
      updateItem(
        table,
        repositories.keyFor(naming),
        { expression: 'DELETE services :service', values: named(naming) },
        EXISTS,
      ),
  };
}
