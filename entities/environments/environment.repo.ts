// Reads and writes of environments and of the emergency stop of all. Writes are returned for a transaction.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import { type Changes, EXISTS, type Table, type Write } from '../_base/table/table.ts';
import { uniqueName } from '../_base/text.ts';
import {
  type ApprovalPolicyItem,
  approvalPolicyDefinition,
  type EmergencyStopItem,
  type EnvironmentItem,
  emergencyStopDefinition,
  environmentDefinition,
  environmentNameDefinition,
  type Stop,
} from './environment.entity.ts';
import { emergencyStopErrors, environmentErrors } from './errors.ts';
import { type EnvironmentFilter, matchesFilter, OUTSIDE_ORDER } from './order.model.ts';

export type EnvironmentRepo = ReturnType<typeof createEnvironmentRepo>;

/** The users that an environment counts apart. */
type UserCount = 'targetCount' | 'agentCount' | 'integrationCount';

/** A place as sort keys have it. */
const padded = (place: number): string => String(place).padStart(6, '0');

export function createEnvironmentRepo(table: Table) {
  const environments = itemsOf(table, environmentDefinition);
  const names = itemsOf(table, environmentNameDefinition);
  const policies = itemsOf(table, approvalPolicyDefinition);
  const stops = itemsOf(table, emergencyStopDefinition);

  const takeName = ({ tenantId, name, environmentId }: EnvironmentItem): Write =>
    names.create(
      { tenantId, name: uniqueName(name), environmentId },
      environmentErrors.name_taken({
        fields: [{ path: 'name', code: 'environment.name_taken', message: 'belongs to another environment' }],
      }),
    );
  const dropName = ({ tenantId, name }: EnvironmentItem): Write => names.forget({ tenantId, name: uniqueName(name) });
  const find = async (tenantId: TenantId, environmentId: string): Promise<EnvironmentItem | undefined> =>
    isId(environmentId) ? environments.find({ tenantId, environmentId }) : undefined;

  return {
    /** By id. */
    find,

    /** By id or name. Throws `environment.not_found`. */
    async get(tenantId: TenantId, idOrName: string): Promise<EnvironmentItem> {
      const named = isId(idOrName) ? undefined : await names.find({ tenantId, name: uniqueName(idOrName) });
      const found = await find(tenantId, named?.environmentId ?? idOrName);
      if (!found) throw environmentErrors.not_found();
      return found;
    },

    /** In the order of promotion, then of creation; environments outside of the order are last. A filtered page may be short. */
    list(tenantId: TenantId, filter: EnvironmentFilter, page: PageRequest): Promise<Page<EnvironmentItem>> {
      const keep = (item: EnvironmentItem) => matchesFilter(item, filter);
      const { tier, isStopped, autoPromote } = filter;
      const by = (index: string, of: object) => environments.page({ tenantId, ...of }, page, { index }, keep, filter);
      // Few environments are stopped.
      if (isStopped === true) return by('byStop', { isStopped });
      if (autoPromote === true) return by('byAutoPromote', { autoPromote });
      if (tier !== undefined) return by('byTier', { tier });
      return isStopped === undefined ? by('byPlace', {}) : by('byStop', { isStopped });
    },

    /** The environments at the last place before this one's in the order of promotion, at most `most`; none outside of the order. */
    async before({ tenantId, place }: EnvironmentItem, most: number): Promise<EnvironmentItem[]> {
      if (place === OUTSIDE_ORDER) return [];
      const between = ['0', padded(place)] as const;
      const listing = { index: 'byPlace', newestFirst: true, between };
      const { items } = await environments.page({ tenantId }, { limit: most }, listing, (item) => item.place < place);
      return items.filter((item) => item.place === items[0]?.place);
    },

    /** The environments at the next place after this one's in the order of promotion, at most `most`; none outside of the order. */
    async after({ tenantId, place }: EnvironmentItem, most: number): Promise<EnvironmentItem[]> {
      if (place === OUTSIDE_ORDER) return [];
      const between = [padded(place + 1), padded(OUTSIDE_ORDER)] as const;
      const { items } = await environments.page({ tenantId }, { limit: most }, { index: 'byPlace', between });
      return items.filter((item) => item.place === items[0]?.place && item.place !== OUTSIDE_ORDER);
    },

    /** A version of the approval policy, which is written once. */
    addPolicy: (item: Omit<ApprovalPolicyItem, 'schemaVersion'>): Write => policies.create(item),

    /** Throws `environment.policy_not_found`. */
    async policy(tenantId: TenantId, environmentId: string, version: number): Promise<ApprovalPolicyItem> {
      const found = await policies.find({ tenantId, environmentId, version });
      if (!found) throw environmentErrors.policy_not_found();
      return found;
    },

    /** Newest first. */
    listPolicies: (tenantId: TenantId, environmentId: string, page: PageRequest): Promise<Page<ApprovalPolicyItem>> =>
      policies.page({ tenantId, environmentId }, page, { newestFirst: true }),

    /** Fails with `environment.name_taken`. */
    create: (item: EnvironmentItem): Write[] => [environments.create(item), takeName(item)],

    update(before: EnvironmentItem, at: string, changes: Changes<EnvironmentItem>): Write[] {
      const after = { ...before, ...changes } as EnvironmentItem;
      const isRenamed = uniqueName(before.name) !== uniqueName(after.name);
      return [environments.change(before, at, changes), ...(isRenamed ? [dropName(before), takeName(after)] : [])];
    },

    /** A use that begins meanwhile makes this a conflict. */
    remove: (item: EnvironmentItem): Write[] => [
      environments.remove(item, { expression: 'useCount = :none', values: { none: 0 } }),
      dropName(item),
    ],

    /** Counts a use. Fails with `otherwise` unless the environment exists. */
    use: (tenantId: TenantId, environmentId: string, otherwise: Write['otherwise']): Write =>
      environments.add({ tenantId, environmentId }, { useCount: 1 }, EXISTS, otherwise),

    unuse: (tenantId: TenantId, environmentId: string): Write =>
      environments.add({ tenantId, environmentId }, { useCount: -1 }, EXISTS),

    /** Conflicts unless the environment exists. */
    there: ({ tenantId, environmentId }: EnvironmentItem): Write =>
      environments.check({ tenantId, environmentId }, EXISTS, baseErrors.conflict()),

    /** Counts a target, an agent or an integration too. Conflicts unless the environment exists and has room for one more of them. */
    addUser: (tenantId: TenantId, environmentId: string, user: UserCount, most = Number.MAX_SAFE_INTEGER): Write =>
      environments.add(
        { tenantId, environmentId },
        { useCount: 1, [user]: 1 },
        {
          expression: `attribute_exists(pk) AND (attribute_not_exists(${user}) OR ${user} < :most)`,
          values: { most },
        },
      ),

    dropUser: (tenantId: TenantId, environmentId: string, user: UserCount): Write =>
      environments.add({ tenantId, environmentId }, { useCount: -1, [user]: -1 }, EXISTS),

    /** The stop of all environments, if one is in force. */
    stopOf: (tenantId: TenantId): Promise<EmergencyStopItem | undefined> => stops.find({ tenantId }),

    /** Fails with `emergency_stop.already_stopped`. */
    stopAll: (tenantId: TenantId, stop: Stop): Write =>
      stops.create({ tenantId, ...stop }, emergencyStopErrors.already_stopped()),

    /** Fails with `emergency_stop.not_stopped`. */
    liftAll: (tenantId: TenantId): Write => ({
      ...stops.forget({ tenantId }, EXISTS),
      otherwise: emergencyStopErrors.not_stopped(),
    }),
  };
}
