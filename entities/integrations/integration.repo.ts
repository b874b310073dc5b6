// Reads and writes of integrations with their secrets and unique names. Writes are returned for a transaction.
// integration-users.repo.ts counts the uses of an integration.
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { uniqueName } from '../_base/text.ts';
import { integrationErrors } from './errors.ts';
import {
  homeWorkspaceDefinition,
  type IntegrationItem,
  integrationDefinition,
  integrationSecretDefinition,
  uniqueIntegrationDefinition,
} from './integration.entity.ts';
import {
  type IntegrationFilter,
  type IntegrationRef,
  isRestricted,
  matchesFilter,
  usesOf,
} from './integration.model.ts';
import { createIntegrationUsers } from './integration-users.repo.ts';
import { INTEGRATION_KINDS, type IntegrationKind } from './types/integration-kinds.ts';

export type { IntegrationItem } from './integration.entity.ts';
export type IntegrationRepo = ReturnType<typeof createIntegrationRepo>;

export function createIntegrationRepo(table: Table) {
  const integrations = itemsOf(table, integrationDefinition);
  const secrets = itemsOf(table, integrationSecretDefinition);
  const names = itemsOf(table, uniqueIntegrationDefinition);
  const homes = itemsOf(table, homeWorkspaceDefinition);

  const nameOf = ({ tenantId, kind, name }: IntegrationItem) => ({ tenantId, kind, name: uniqueName(name) });
  const takeName = (item: IntegrationItem): Write =>
    names.create(
      { ...nameOf(item), integrationId: item.integrationId },
      integrationErrors.name_taken({
        fields: [
          { path: 'name', code: 'integration.name_taken', message: 'is the name of another integration of this kind' },
        ],
      }),
    );
  const putSecret = ({ tenantId, integrationId }: IntegrationItem, sealed: string): Write =>
    secrets.put({ tenantId, integrationId, sealed });

  const list = (
    tenantId: string,
    kind: IntegrationKind,
    filter: IntegrationFilter,
    page: PageRequest,
  ): Promise<Page<IntegrationItem>> =>
    integrations.page({ tenantId, kind }, page, {}, (item) => matchesFilter(item, filter), { ...filter });

  return {
    ...createIntegrationUsers(table),

    homeWorkspace: async (tenantId: string): Promise<string | undefined> =>
      (await homes.find({ tenantId }))?.workspaceId,

    /** Sets the home workspace of a tenant without one; `request.conflict` if it has one when the transaction is saved. */
    settleIn: (tenantId: string, workspaceId: string): Write => homes.create({ tenantId, workspaceId }),

    /** Undefined if the tenant has no integration with this id and kind. */
    get: (tenantId: string, { kind, integrationId }: IntegrationRef): Promise<IntegrationItem | undefined> =>
      integrations.find({ tenantId, kind, integrationId }),

    /** One BatchGet, by integrationId; missing integrations are left out. Without refs it makes no call. */
    async getMany(tenantId: string, refs: readonly IntegrationRef[]): Promise<ReadonlyMap<string, IntegrationItem>> {
      const found = await integrations.findMany(
        refs.map(({ kind, integrationId }) => ({ tenantId, kind, integrationId })),
      );
      return new Map(found.map((item) => [item.integrationId, item]));
    },

    /** Integrations of one kind, oldest first. A page is full unless it is the last one, with any filter. */
    list,

    /** Of all kinds, kind by kind; of one if `kind` names it. */
    listAll: (
      tenantId: string,
      { kind, ...filter }: IntegrationFilter & { readonly kind?: IntegrationKind | undefined },
      page: PageRequest,
    ): Promise<Page<IntegrationItem>> =>
      readParts(kind === undefined ? INTEGRATION_KINDS : [kind], page, (of, rest) =>
        list(tenantId, of as IntegrationKind, filter, rest),
      ),

    /** The pipelines with `integrationId` as their SCM or target. Reads the tenant's pipelines, a bounded set. */
    async pipelinesOf(tenantId: string, integrationId: string): Promise<readonly IntegrationItem[]> {
      const pipelines = await integrations.all({ tenantId, kind: 'PIPELINE' });
      return pipelines.filter(({ kind, config }) =>
        usesOf(kind, config).some((use) => use.integrationId === integrationId),
      );
    },

    /** Base64 of the sealed credentials, for `sealer.open`; undefined if the integration does not exist. */
    getSecret: async (tenantId: string, integrationId: string): Promise<string | undefined> =>
      (await secrets.find({ tenantId, integrationId }))?.sealed,

    /** The integration, its name and its credentials: together, or `integration.name_taken`. */
    create: (item: IntegrationItem, sealed: string): readonly Write[] => [
      integrations.create(item),
      takeName(item),
      putSecret(item, sealed),
    ],

    /** Records when a release last triggered a build of the pipeline; `at` is ISO 8601. Does not change the revision. */
    noteTriggered: (tenantId: string, integrationId: string, at: string): Write =>
      integrations.patch({ tenantId, kind: 'PIPELINE', integrationId }, { lastTriggeredAt: at }),

    /** From `before` to `after`, its next revision; `sealed` when the credentials change too. Leaves `useCount` alone. */
    update(before: IntegrationItem, after: IntegrationItem, sealed?: string): readonly Write[] {
      const { name, config, isActive, verificationStatus, healthStatus, updatedAt } = after;
      const { lastVerifiedAt, verificationError, brokenSince, workspaceId, configuredByAccountId } = after;
      const isRenamed = uniqueName(before.name) !== uniqueName(name);
      return [
        integrations.change(before, updatedAt, {
          ...{ name, config, isActive, verificationStatus, healthStatus },
          ...{ lastVerifiedAt, verificationError, brokenSince, workspaceId, configuredByAccountId },
        }),
        ...(isRenamed ? [names.forget(nameOf(before)), takeName(after)] : []),
        ...(sealed === undefined ? [] : [putSecret(after, sealed)]),
      ];
    },

    /**
     * Deletes the integration with its name and credentials, if it has not changed since it was read. An integration of a
     * restricted kind must be unused when the transaction is saved: a release created meanwhile makes this a conflict, and
     * loading again shows its use.
     */
    remove: (item: IntegrationItem): readonly Write[] => [
      integrations.remove(
        item,
        isRestricted(item.kind) ? { expression: 'useCount = :none', values: { none: 0 } } : undefined,
      ),
      names.forget(nameOf(item)),
      secrets.forget(item),
    ],
  };
}
