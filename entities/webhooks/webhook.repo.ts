// Reads and writes of outgoing webhooks with their secrets. Writes are returned, not sent.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { type Page, type PageRequest, readPage } from '../_base/table/page.ts';
import { deleteItem, putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { webhookErrors } from './errors.ts';
import { createWebhookEntity, createWebhookSecretEntity, type WebhookItem } from './webhook.entity.ts';
import { MOST_WEBHOOKS, WEBHOOK_SCHEMA_VERSION } from './webhook.model.ts';
import { type Count, createWebhookCountRepo } from './webhook-count.repo.ts';

export type WebhookRepo = ReturnType<typeof createWebhookRepo>;

export function createWebhookRepo(table: Table) {
  const { client, name } = table;
  const webhooks = createWebhookEntity(name);
  const secrets = createWebhookSecretEntity(name);
  const counts = createWebhookCountRepo(table);
  const keyOf = ({ tenantId, webhookId }: WebhookItem) => ({ tenantId, webhookId });
  const putSecret = (item: WebhookItem, sealed: string): Write =>
    putItem(
      secrets.put({ ...keyOf(item), sealed, schemaVersion: WEBHOOK_SCHEMA_VERSION }).params(),
      baseErrors.conflict(),
    );

  return {
    /** Throws `webhook.not_found`. */
    async get(tenantId: TenantId, webhookId: string): Promise<WebhookItem> {
      if (!isId(webhookId)) throw webhookErrors.not_found();
      const { data } = await webhooks.get({ tenantId, webhookId }).go({ client, consistent: true });
      if (!data) throw webhookErrors.not_found();
      return data;
    },

    /** Base64 of the sealed secrets, for `sealer.open`. Throws `webhook.not_found`. */
    async getSealed(tenantId: TenantId, webhookId: string): Promise<string> {
      const { data } = await secrets.get({ tenantId, webhookId }).go({ client, consistent: true });
      if (!data) throw webhookErrors.not_found();
      return data.sealed;
    },

    /** Oldest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<WebhookItem>> =>
      readPage(
        table,
        webhooks.query.byId({ tenantId }).params(),
        page,
        (items) => webhooks.parse({ Items: items }).data,
      ),

    /** For `create` and `remove`. */
    async count(tenantId: TenantId): Promise<Count> {
      const [stored, { items }] = await Promise.all([
        counts.stored(tenantId),
        this.list(tenantId, { limit: MOST_WEBHOOKS }),
      ]);
      return { stored, found: items.length };
    },

    /** `webhook.limit_reached` when the tenant has as many as it may at the moment of the commit. */
    create: (item: WebhookItem, sealed: string, count: Count): Write[] => [
      counts.more(item.tenantId, count),
      putItem(webhooks.create(item).params(), baseErrors.conflict()),
      putSecret(item, sealed),
    ],

    /** From `before` to `after`, its next revision; `sealed` when the secrets change too. */
    update(before: WebhookItem, after: WebhookItem, sealed?: string): Write[] {
      const { url, events, description, isActive, disabledReason, updatedAt, revision } = after;
      const patch = webhooks.patch(keyOf(before)).set({
        ...{ url, events, isActive, updatedAt, revision },
        ...(description === undefined ? {} : { description }),
        ...(disabledReason === undefined ? {} : { disabledReason }),
      });
      const whole = disabledReason === undefined ? patch.remove(['disabledReason']) : patch;
      const params = whole.where((attribute, { eq }) => eq(attribute.revision, before.revision)).params();
      return [updateItem(params, baseErrors.conflict()), ...(sealed === undefined ? [] : [putSecret(after, sealed)])];
    },

    remove(item: WebhookItem, count: Count): Write[] {
      const params = webhooks
        .remove(keyOf(item))
        .where((attribute, { eq }) => eq(attribute.revision, item.revision))
        .params();
      return [
        deleteItem(params, baseErrors.conflict()),
        counts.less(item.tenantId, count),
        deleteItem(secrets.delete(keyOf(item)).params(), baseErrors.conflict()),
      ];
    },
  };
}
