// Reads and writes of targets with their names, sealed credentials and drifts. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { readFirst } from '../../_base/table/reads.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { uniqueName } from '../../_base/text.ts';
import { targetErrors } from '../errors.ts';
import {
  type TargetItem,
  targetDefinition,
  targetDriftDefinition,
  targetNameDefinition,
  targetPlaceDefinition,
  targetSecretDefinition,
} from './target.entity.ts';
import { matchesFilter, type TargetFilter } from './target.model.ts';

export type TargetRepo = ReturnType<typeof createTargetRepo>;

type Place = Pick<TargetItem, 'tenantId' | 'environmentId' | 'targetId'>;

/** A service in an environment. */
interface DriftPlace {
  readonly environmentId: string;
  readonly serviceId: string;
}
const placeText = ({ environmentId, serviceId }: DriftPlace): string => `${environmentId}#${serviceId}`;

/** Drifts of one Query. */
export const MOST_DRIFTS = 100;

/** Targets that a filtered page of one environment reads: with their connections, they may be large. */
const MOST_READ = 100;

export function createTargetRepo(table: Table) {
  const targets = itemsOf(table, targetDefinition);
  const places = itemsOf(table, targetPlaceDefinition);
  const names = itemsOf(table, targetNameDefinition);
  const secrets = itemsOf(table, targetSecretDefinition);
  const drifts = itemsOf(table, targetDriftDefinition);

  const nameOf = ({ tenantId, environmentId, name }: TargetItem) => ({
    ...{ tenantId, environmentId },
    name: uniqueName(name),
  });
  const takeName = (item: TargetItem): Write =>
    names.create(
      { ...nameOf(item), targetId: item.targetId },
      targetErrors.name_taken({
        fields: [{ path: 'name', code: 'target.name_taken', message: 'belongs to another target of the environment' }],
      }),
    );
  const putSecret = ({ tenantId, targetId }: TargetItem, sealed: string): Write =>
    secrets.put({ tenantId, targetId, sealed });

  /** The key of its drift; undefined if it does not drift. */
  const driftOf = ({ tenantId, environmentId, currentServiceId: serviceId, targetId, driftSince }: TargetItem) =>
    driftSince === undefined || serviceId === undefined ? undefined : { tenantId, environmentId, serviceId, targetId };

  function driftWrites(before: TargetItem, after: TargetItem | undefined): Write[] {
    const [ended, begun] = [driftOf(before), after && driftOf(after)];
    if (ended && begun && ended.serviceId === begun.serviceId) return [];
    return [...(ended ? [drifts.forget(ended)] : []), ...(begun ? [drifts.put(begun)] : [])];
  }

  return {
    /** Throws `target.not_found`. */
    async get(tenantId: TenantId, targetId: string): Promise<TargetItem> {
      const place = isId(targetId) ? await places.find({ tenantId, targetId }) : undefined;
      const found = place && (await targets.find({ tenantId, environmentId: place.environmentId, targetId }));
      if (!found) throw targetErrors.not_found();
      return found;
    },

    /** Those that exist, by id. */
    async findMany(tenantId: TenantId, ids: readonly string[]): Promise<ReadonlyMap<string, TargetItem>> {
      const found = await places.findMany(ids.filter(isId).map((targetId) => ({ tenantId, targetId })));
      const items = await targets.findMany(
        found.map(({ environmentId, targetId }) => ({ tenantId, environmentId, targetId })),
      );
      return new Map(items.map((item) => [item.targetId, item]));
    },

    /** Stores the time of a check that found the same health, without a new revision; not if the target was changed since it was read. */
    noteCheck: (loaded: TargetItem, healthCheckedAt: string, healthDetail: string | undefined): Promise<boolean> =>
      targets.send(targets.note(loaded, { healthCheckedAt, healthDetail })),

    /** All targets of an environment, oldest first. */
    ofEnvironment: (tenantId: TenantId, environmentId: string): Promise<TargetItem[]> =>
      targets.all({ tenantId, environmentId }),

    /** The newest targets that run a component. */
    ofComponent: async (tenantId: string, componentId: string, most: number): Promise<readonly TargetItem[]> =>
      (await targets.page({ tenantId, componentId }, { limit: most }, { index: 'byComponent', newestFirst: true }))
        .items,

    /** Newest first. The most selective filter picks the partition; a page that the others shorten may be short. */
    list(tenantId: TenantId, filter: TargetFilter, page: PageRequest): Promise<Page<TargetItem>> {
      const { environmentId, componentId, healthStatus, type } = filter;
      const keep = (item: TargetItem) => matchesFilter(item, filter);
      const by = (of: object, index?: string) =>
        targets.page(
          { tenantId, ...of },
          page,
          { newestFirst: true, atMost: MOST_READ, ...(index && { index }) },
          keep,
          filter,
        );
      if (environmentId !== undefined) return by({ environmentId });
      if (componentId !== undefined) return by({ componentId }, 'byComponent');
      // Few targets are not HEALTHY.
      if (healthStatus !== undefined && healthStatus !== 'HEALTHY') return by({ healthStatus }, 'byHealth');
      if (type !== undefined) return by({ type }, 'byType');
      return healthStatus === undefined ? by({}, 'ofTenant') : by({ healthStatus }, 'byHealth');
    },

    /**
     * The number of targets that drift in each of these places, which are in the order of their ids and, if `serviceId` is given, of this
     * service; of each place at most MOST_DRIFTS are counted. Reads the drifts between the first place and the last.
     */
    async driftsIn(tenantId: TenantId, places: readonly DriftPlace[], serviceId?: string): Promise<readonly number[]> {
      const counts = new Map<string, number>();
      const of = { tenantId, ...(serviceId !== undefined && { serviceId }) };
      const index = serviceId === undefined ? {} : { index: 'byService' };
      let rest = places.map(placeText);
      while (rest.length > 0) {
        const between = [`${rest[0]}#`, `${rest.at(-1)}#~`] as const;
        const read = await readFirst(table, drifts.partitionOf(of, { ...index, between }), MOST_DRIFTS);
        const found = read.map(({ sk }) => String(sk).split('#').slice(0, 2).join('#'));
        for (const place of new Set(found)) counts.set(place, found.filter((one) => one === place).length);
        const last = found.at(-1) ?? '';
        const isWhole = found.length < MOST_DRIFTS;
        // The last place of a full read may have more: it is read again from its beginning, unless it filled the read.
        rest = isWhole ? [] : rest.filter((place) => place > last || (place === last && found[0] !== last));
      }
      return places.map((place) => counts.get(placeText(place)) ?? 0);
    },

    /** Fails with `target.name_taken`. `sealed` are its credentials, if it has some. */
    create: (item: TargetItem, sealed: string | undefined): Write[] => [
      targets.create(item),
      takeName(item),
      places.create({ tenantId: item.tenantId, targetId: item.targetId, environmentId: item.environmentId }),
      ...(sealed === undefined ? [] : [putSecret(item, sealed)]),
    ],

    /** `sealed` are its new credentials; null if it has none any more. */
    update(before: TargetItem, at: string, changes: Changes<TargetItem>, sealed?: string | null): Write[] {
      const after = { ...before, ...changes } as TargetItem;
      const isRenamed = uniqueName(before.name) !== uniqueName(after.name);
      return [
        targets.change(before, at, changes),
        ...(isRenamed ? [names.forget(nameOf(before)), takeName(after)] : []),
        ...(sealed === undefined ? [] : [sealed === null ? secrets.forget(after) : putSecret(after, sealed)]),
        ...driftWrites(before, after),
      ];
    },

    /** Counts work that begins there; a new revision, so that it counts in no change that has not seen it. */
    use: ({ tenantId, environmentId, targetId }: Place): Write =>
      targets.add(
        { tenantId, environmentId, targetId },
        { useCount: 1, revision: 1 },
        EXISTS,
        targetErrors.not_found(),
      ),

    unuse: ({ tenantId, environmentId, targetId }: Place): Write =>
      targets.add({ tenantId, environmentId, targetId }, { useCount: -1, revision: 1 }, EXISTS),

    /** The sealed credentials; undefined if the target has none. */
    sealedOf: async ({ tenantId, targetId }: Place): Promise<string | undefined> =>
      (await secrets.find({ tenantId, targetId }))?.sealed,

    /** A deployment that begins meanwhile makes this a conflict. */
    remove: (item: TargetItem): Write[] => [
      ...driftWrites(item, undefined),
      targets.remove(item, { expression: 'useCount = :none', values: { none: 0 } }),
      names.forget(nameOf(item)),
      places.forget(item),
      secrets.forget(item),
    ],
  };
}
