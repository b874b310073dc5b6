// Reads and writes of integrations with their secrets and unique names. Reads of one item are consistent; writes are
// returned, for the caller's transaction. integration-users.repo.ts counts the users of an integration.
import {
  BatchGetCommand,
  GetCommand,
  type GetCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../_base/conflicts.ts';
import { decodeCursor, encodeCursor, type Page, type PageRequest } from '../_base/table/page.ts';
import { deleteItem, putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { integrationErrors } from './errors.ts';
import { createHomeWorkspace } from './home-workspace.repo.ts';
import {
  createIntegrationEntity,
  createIntegrationSecretEntity,
  createUniqueIntegrationEntity,
  type IntegrationItem,
} from './integration.entity.ts';
import {
  INTEGRATION_SCHEMA_VERSION,
  type IntegrationFilter,
  type IntegrationRef,
  isRestricted,
  matchesFilter,
  referencesOf,
  uniqueName,
} from './integration.model.ts';
import { createIntegrationUsers, keyOf } from './integration-users.repo.ts';
import type { IntegrationKind } from './types/integration-types.ts';

export type { IntegrationItem } from './integration.entity.ts';
export type IntegrationRepo = ReturnType<typeof createIntegrationRepo>;

const BATCH = 100;
/** Items read at once when a filter may refuse most of them. */
const FILTERED_READ = 100;

const MAX_ID_CHARS = 64;

/** The key that a cursor stands for, always inside the list's own partition. */
const startAfter = (tenantId: string, kind: IntegrationKind, cursor: Record<string, unknown>) =>
  keyOf(tenantId, { kind, integrationId: String(cursor.after).slice(0, MAX_ID_CHARS) }) as Record<string, unknown>;

export function createIntegrationRepo(table: Table) {
  const integrations = createIntegrationEntity(table.name);
  const secrets = createIntegrationSecretEntity(table.name);
  const names = createUniqueIntegrationEntity(table.name);

  async function getMany(
    tenantId: string,
    refs: readonly IntegrationRef[],
  ): Promise<ReadonlyMap<string, IntegrationItem>> {
    const found = new Map<string, IntegrationItem>();
    const keys = new Map(refs.map((ref) => [`${ref.kind}#${ref.integrationId}`, keyOf(tenantId, ref)]));
    let pending: Record<string, unknown>[] = [...keys.values()];
    while (pending.length > 0) {
      const Keys = pending.slice(0, BATCH);
      const { Responses, UnprocessedKeys } = await table.client.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys, ConsistentRead: true } } }),
      );
      for (const item of (Responses?.[table.name] ?? []) as IntegrationItem[]) found.set(item.integrationId, item);
      pending = [...pending.slice(BATCH), ...(UnprocessedKeys?.[table.name]?.Keys ?? [])];
    }
    return found;
  }

  const nameOf = (item: IntegrationItem) => ({
    tenantId: item.tenantId,
    kind: item.kind,
    name: uniqueName(item.name),
  });
  const takeName = (item: IntegrationItem): Write =>
    putItem(
      names.create({ ...nameOf(item), integrationId: item.integrationId }).params(),
      integrationErrors.name_taken({
        fields: [{ path: 'name', code: 'integration.name_taken', message: 'is the name of another one of this kind' }],
      }),
    );
  const freeName = (item: IntegrationItem): Write =>
    deleteItem(names.delete(nameOf(item)).params(), baseErrors.conflict());
  const putSecret = (item: IntegrationItem, sealed: string): Write =>
    putItem(
      secrets
        .put({
          tenantId: item.tenantId,
          integrationId: item.integrationId,
          sealed,
          schemaVersion: INTEGRATION_SCHEMA_VERSION,
        })
        .params(),
      baseErrors.conflict(),
    );

  return {
    ...createIntegrationUsers(table),
    ...createHomeWorkspace(table),

    /** Undefined when this tenant has no such integration of this kind. */
    async get(tenantId: string, ref: IntegrationRef): Promise<IntegrationItem | undefined> {
      return (await getMany(tenantId, [ref])).get(ref.integrationId);
    },

    /** One BatchGet, by integrationId; missing integrations are left out. No refs, no call. */
    getMany,

    /** Of one kind, oldest first. A page is full unless it is the last one, whatever the filter. */
    async list(
      tenantId: string,
      kind: IntegrationKind,
      filter: IntegrationFilter,
      page: PageRequest,
    ): Promise<Page<IntegrationItem>> {
      const binding = JSON.stringify([tenantId, kind, filter.verified, filter.active, filter.type]);
      const query = integrations.query.byKind({ tenantId, kind }).params() as unknown as QueryCommandInput;
      const isFiltered = Object.values(filter).some((value) => value !== undefined);
      const Limit = isFiltered ? FILTERED_READ : page.limit + 1;
      const found: IntegrationItem[] = [];
      let after =
        page.cursor === undefined ? undefined : startAfter(tenantId, kind, decodeCursor(binding, page.cursor));
      do {
        const start = after === undefined ? {} : { ExclusiveStartKey: after };
        const { Items, LastEvaluatedKey } = await table.client.send(new QueryCommand({ ...query, ...start, Limit }));
        found.push(...((Items ?? []) as IntegrationItem[]).filter((item) => matchesFilter(item, filter)));
        after = LastEvaluatedKey;
      } while (after !== undefined && found.length <= page.limit);
      const items = found.slice(0, page.limit);
      const last = items.at(-1);
      const isMore = found.length > items.length;
      return { items, nextCursor: isMore && last ? encodeCursor(binding, { after: last.integrationId }) : null };
    },

    /** The pipelines that name `integrationId` as their SCM or target. Reads the tenant's pipelines, a bounded set. */
    async pipelinesOf(tenantId: string, integrationId: string): Promise<readonly IntegrationItem[]> {
      const params = integrations.query.byKind({ tenantId, kind: 'PIPELINE' }).params() as unknown as QueryCommandInput;
      const query = { ...params, ConsistentRead: true };
      const found: IntegrationItem[] = [];
      let after: Record<string, unknown> | undefined;
      do {
        const start = after === undefined ? {} : { ExclusiveStartKey: after };
        const { Items, LastEvaluatedKey } = await table.client.send(new QueryCommand({ ...query, ...start }));
        const names = (item: IntegrationItem) =>
          referencesOf(item.kind, item.config).some((reference) => reference.integrationId === integrationId);
        found.push(...((Items ?? []) as IntegrationItem[]).filter(names));
        after = LastEvaluatedKey;
      } while (after !== undefined);
      return found;
    },

    /** Base64 of the sealed credentials, for `sealer.open`; undefined when there is no such integration. */
    async getSecret(tenantId: string, integrationId: string): Promise<string | undefined> {
      const params = secrets.get({ tenantId, integrationId }).params() as unknown as GetCommandInput;
      const { Item } = await table.client.send(new GetCommand({ ...params, ConsistentRead: true }));
      return Item?.sealed as string | undefined;
    },

    /** The integration, its name and its credentials: together, or `integration.name_taken`. */
    create: (item: IntegrationItem, sealed: string): readonly Write[] => [
      putItem(integrations.create(item).params(), baseErrors.conflict()),
      takeName(item),
      putSecret(item, sealed),
    ],

    /** Notes when a release last had a pipeline build; `at` is ISO 8601. Not a change that people make of it. */
    noteTriggered: (tenantId: string, integrationId: string, at: string): Write =>
      updateItem(
        integrations.patch({ tenantId, kind: 'PIPELINE', integrationId }).set({ lastTriggeredAt: at }).params(),
        baseErrors.conflict(),
      ),

    /** From `before` to `after`, its next revision; `sealed` when the credentials change too. Leaves `useCount` alone. */
    update(before: IntegrationItem, after: IntegrationItem, sealed?: string): readonly Write[] {
      const { tenantId, kind, integrationId } = before;
      const { name, config, isActive, verificationStatus, healthStatus, revision, updatedAt } = after;
      const { lastVerifiedAt, verificationError, brokenSince, workspaceId, configuredByAccountId } = after;
      const shown = { lastVerifiedAt, verificationError, brokenSince, workspaceId, configuredByAccountId };
      const optional = Object.entries(shown);
      const params = integrations
        .patch({ tenantId, kind, integrationId })
        .set({
          ...{ name, config, isActive, verificationStatus, healthStatus, revision, updatedAt },
          ...Object.fromEntries(optional.filter(([, value]) => value !== undefined)),
        })
        .remove(optional.flatMap(([field, value]) => (value === undefined ? [field] : [])) as never)
        .where((attribute, { eq }) => eq(attribute.revision, before.revision))
        .params();
      const isRenamed = uniqueName(before.name) !== uniqueName(name);
      return [
        updateItem(params, baseErrors.conflict()),
        ...(isRenamed ? [freeName(before), takeName(after)] : []),
        ...(sealed === undefined ? [] : [putSecret(after, sealed)]),
      ];
    },

    /**
     * The integration as it was read, with its name and credentials. Of a restricted kind nothing may use it at the moment
     * of the commit: a release created meanwhile makes this a conflict, and loading again shows its use.
     */
    remove(item: IntegrationItem): readonly Write[] {
      const { tenantId, kind, integrationId } = item;
      const params = integrations
        .remove({ tenantId, kind, integrationId })
        .where(({ revision, useCount }, { eq }) => {
          const unchanged = eq(revision, item.revision);
          return isRestricted(kind) ? `${unchanged} AND ${eq(useCount, 0)}` : unchanged;
        })
        .params();
      return [
        deleteItem(params, baseErrors.conflict()),
        freeName(item),
        deleteItem(secrets.delete({ tenantId, integrationId }).params(), baseErrors.conflict()),
      ];
    },
  };
}
