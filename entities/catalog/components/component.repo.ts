// Reads and writes of components and their versions. Writes are returned for a transaction.
import { baseErrors } from '../../_base/conflicts.ts';
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { removePartition } from '../../_base/table/partition.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { componentErrors } from '../errors.ts';
import { isTag } from '../words.model.ts';
import {
  type ComponentItem,
  type ComponentTagItem,
  componentDefinition,
  componentNameDefinition,
  componentTagDefinition,
  type TagMoveItem,
  tagMoveDefinition,
} from './component.entity.ts';
import type { Moved } from './component-version.model.ts';
import { imagePathOf } from './image-name.model.ts';

export type ComponentRepo = ReturnType<typeof createComponentRepo>;

const TAKEN = { path: 'name', code: 'component.name_taken', message: 'belongs to another component' };

export function createComponentRepo(table: Table) {
  const components = itemsOf(table, componentDefinition);
  const names = itemsOf(table, componentNameDefinition);
  const tags = itemsOf(table, componentTagDefinition);
  const moves = itemsOf(table, tagMoveDefinition);

  const nameOf = ({ tenantId, name }: ComponentItem) => ({ tenantId, name: name.toLowerCase() });
  const takeName = (item: ComponentItem): Write =>
    names.create(
      { ...nameOf(item), componentId: item.componentId },
      componentErrors.name_taken({ detail: `name ${TAKEN.message}`, fields: [TAKEN] }),
    );

  return {
    /** Throws `component.not_found`. */
    async get(tenantId: TenantId, componentId: string): Promise<ComponentItem> {
      if (!isId(componentId)) throw componentErrors.not_found();
      return components.get({ tenantId, componentId }, componentErrors.not_found());
    },

    find: (tenantId: TenantId, componentId: string): Promise<ComponentItem | undefined> =>
      isId(componentId) ? components.find({ tenantId, componentId }) : Promise.resolve(undefined),

    /** The components of a registry, of one of its images if it is named; at most 100. */
    async ofRegistry(
      tenantId: string,
      registryIntegrationId: string,
      image?: string,
    ): Promise<readonly ComponentItem[]> {
      const of = { tenantId, registryIntegrationId, ...(image === undefined ? {} : { imagePath: image }) };
      return (await components.page(of, { limit: 100 }, { index: 'byImage' })).items;
    },

    /** The newest components of a service. */
    ofService: (tenantId: string, serviceId: string, most: number): Promise<ComponentItem[]> =>
      components
        .page({ tenantId, serviceId }, { limit: most }, { index: 'byService', newestFirst: true })
        .then(({ items }) => [...items]),

    /** Newest first. */
    list: (tenantId: TenantId, serviceId: string | undefined, page: PageRequest): Promise<Page<ComponentItem>> =>
      serviceId === undefined
        ? components.page({ tenantId }, page, { newestFirst: true })
        : components.page({ tenantId, serviceId }, page, { index: 'byService', newestFirst: true }),

    /** Fails with `component.name_taken`. */
    create: (item: ComponentItem): Write[] => [takeName(item), components.create(item)],

    update: (before: ComponentItem, at: string, given: Changes<ComponentItem>): Write[] => {
      const imagePath = given.imageRepository && { imagePath: imagePathOf(given.imageRepository) };
      const changes = { ...given, ...imagePath };
      const after = { ...before, ...changes } as ComponentItem;
      const isRenamed = nameOf(before).name !== nameOf(after).name;
      return [
        components.change(before, at, changes),
        ...(isRenamed ? [names.forget(nameOf(before)), takeName(after)] : []),
      ];
    },

    /** Keeps the outcome of a reading of the registry; no change of the component. Throws `request.conflict` if it changed since. */
    async keep(
      loaded: ComponentItem,
      noted: Pick<Changes<ComponentItem>, 'refreshedAt' | 'refreshError'>,
    ): Promise<void> {
      if (!(await components.send(components.note(loaded, noted)))) throw baseErrors.conflict();
    },

    /** A use that begins meanwhile makes this a conflict. */
    remove: (item: ComponentItem): Write[] => [
      components.remove(item, {
        expression: '(attribute_not_exists(useCount) OR useCount = :none)',
        values: { none: 0 },
      }),
      names.forget(nameOf(item)),
    ],

    /** Counts a use. Conflicts unless the component exists. */
    use: (tenantId: TenantId, componentId: string): Write =>
      components.add({ tenantId, componentId }, { useCount: 1 }, EXISTS),

    unuse: (tenantId: TenantId, componentId: string): Write =>
      components.add({ tenantId, componentId }, { useCount: -1 }, EXISTS),

    /** Removes the versions of a deleted component. A repetition removes nothing. */
    async removeVersions(tenantId: string, componentId: string): Promise<void> {
      for (const { pk } of [tags, moves].map((items) => items.partitionOf({ tenantId, componentId }))) {
        await removePartition(table, pk);
      }
    },

    /** Fails the transaction if the component was deleted meanwhile. */
    there: (item: ComponentItem): Write => components.check(item, EXISTS, componentErrors.not_found()),

    /** Throws `component.version_not_found`. */
    async version({ tenantId, componentId }: ComponentItem, tag: string): Promise<ComponentTagItem> {
      const found = isTag(tag) ? await tags.find({ tenantId, componentId, tag }) : undefined;
      if (!found) throw componentErrors.version_not_found();
      return found;
    },

    /** The versions with these tags that exist. */
    versionsOf: ({ tenantId, componentId }: ComponentItem, named: readonly string[]): Promise<ComponentTagItem[]> =>
      tags.findMany(named.map((tag) => ({ tenantId, componentId, tag }))),

    /** By tag. */
    versions(
      { tenantId, componentId }: ComponentItem,
      filter: { readonly channel?: string | undefined; readonly digest?: string | undefined },
      page: PageRequest,
    ): Promise<Page<ComponentTagItem>> {
      const { channel, digest } = filter;
      const keep = (item: ComponentTagItem) => channel === undefined || item.channel === channel;
      if (digest !== undefined) {
        return tags.page({ tenantId, componentId, digest }, page, { index: 'byDigest' }, keep);
      }
      if (channel !== undefined) return tags.page({ tenantId, componentId, channel }, page, { index: 'byChannel' });
      return tags.page({ tenantId, componentId }, page);
    },

    /** The tags of any component that have the digest now. */
    withDigest: (tenantId: TenantId, digest: string, page: PageRequest): Promise<Page<ComponentTagItem>> =>
      tags.page({ tenantId, digest }, page, { index: 'byDigest' }),

    /** The moves of a tag, newest first. */
    history: ({ tenantId, componentId, tag }: ComponentTagItem, page: PageRequest): Promise<Page<TagMoveItem>> =>
      moves.page({ tenantId, componentId, tag }, page, { newestFirst: true }),

    /** Fails with `request.conflict` if the tag was recorded by another request meanwhile. */
    record: ({ after, move }: Moved): Write[] => [tags.next(after), ...(move ? [moves.create(move)] : [])],
  };
}
