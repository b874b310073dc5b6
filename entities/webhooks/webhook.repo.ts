// Reads and writes of webhooks with their secrets. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import { counterOf } from '../_base/table/counter.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { webhookErrors } from './errors.ts';
import {
  type WebhookItem,
  webhookCountDefinition,
  webhookDefinition,
  webhookSecretDefinition,
} from './webhook.entity.ts';
import { MOST_WEBHOOKS } from './webhook.model.ts';

export type WebhookRepo = ReturnType<typeof createWebhookRepo>;

export function createWebhookRepo(table: Table) {
  const webhooks = itemsOf(table, webhookDefinition);
  const secrets = itemsOf(table, webhookSecretDefinition);
  const count = counterOf(table, webhookCountDefinition, 'webhookCount');
  const putSecret = ({ tenantId, webhookId }: WebhookItem, sealed: string): Write =>
    secrets.put({ tenantId, webhookId, sealed });

  return {
    /** Throws `webhook.not_found`. */
    async get(tenantId: TenantId, webhookId: string): Promise<WebhookItem> {
      if (!isId(webhookId)) throw webhookErrors.not_found();
      return webhooks.get({ tenantId, webhookId }, webhookErrors.not_found());
    },

    /** Base64 of the sealed secrets, for `sealer.open`. Throws `webhook.not_found`. */
    getSealed: async (tenantId: TenantId, webhookId: string): Promise<string> =>
      (await secrets.get({ tenantId, webhookId }, webhookErrors.not_found())).sealed,

    /** Oldest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<WebhookItem>> => webhooks.page({ tenantId }, page),

    /** Fails with `webhook.limit_reached` if the tenant has the maximum when the transaction is saved. */
    create: (item: WebhookItem, sealed: string): Write[] => [
      count.up(item, MOST_WEBHOOKS, webhookErrors.limit_reached({ legal: [] })),
      webhooks.create(item),
      putSecret(item, sealed),
    ],

    /** `item` is the next revision; `sealed` is set if the secrets change. */
    update: (item: WebhookItem, sealed?: string): Write[] => [
      webhooks.next(item),
      ...(sealed === undefined ? [] : [putSecret(item, sealed)]),
    ],

    remove: (item: WebhookItem): Write[] => [webhooks.remove(item), count.down(item), secrets.forget(item)],
  };
}
