// A webhook: an address and the event types posted to it. Pure. Its secret is only in the replies of creation and rotation.
import * as z from 'zod';
import { pageQuery } from '../_base/list.ts';
import { changeBody, isDistinct, prose } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { EVENT_TYPES } from './event-types.ts';
import { ANY_EVENT } from './wanted-events.ts';

export const MOST_WEBHOOKS = 20;
/** The time for which the previous secret also signs after a rotation. */
export const OVERLAP_MS = 24 * 60 * 60 * 1000;

const url = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '', {
    error: 'must not hold a user name or password',
  });
const events = z
  .array(z.enum([ANY_EVENT, ...EVENT_TYPES], { error: 'must be the type of an event, such as ReleaseReleased, or *' }))
  .min(1)
  .max(50)
  .refine(isDistinct, { error: 'must not name an event twice' })
  .describe('Types of events such as ReleaseReleased; * is every event');
const description = prose(500).trim();

export const createWebhookBody = z.strictObject({
  url,
  events,
  description: description.optional(),
  isActive: z.boolean().default(true),
});

export const updateWebhookBody = changeBody({
  url: url.optional(),
  events: events.optional(),
  description: description.optional(),
  isActive: z.boolean().optional(),
});
export type WebhookChange = z.output<typeof updateWebhookBody>;

export const listWebhooksQuery = z.strictObject({ ...pageQuery });

export const DISABLED_REASONS = ['GONE'] as const;

const WEBHOOK_ACTIONS = ['updateWebhook', 'rotateWebhookSecret', 'deleteWebhook'] as const;
export type WebhookAction = (typeof WEBHOOK_ACTIONS)[number];

const fields = {
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.string().nullable(),
  isActive: z.boolean(),
  disabledReason: z.enum(DISABLED_REASONS).nullable().describe('GONE: the receiver answered 410'),
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

/** An entry of a list. */
export const webhookSummaryView = z.strictObject(fields).meta({ id: 'WebhookSummary' });

export const webhookView = z.strictObject({ ...fields, actions: actionsView(WEBHOOK_ACTIONS) });

export const webhookWithSecretView = webhookView
  .extend({
    secret: z.string().nullable().describe('Shown once: null when an Idempotency-Key repeats the request'),
  })
  .meta({ id: 'WebhookWithSecret' });

/** The fields of a webhook that decisions need; the stored item has more. */
export interface WebhookFacts {
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description?: string | undefined;
  readonly isActive: boolean;
  readonly disabledReason?: (typeof DISABLED_REASONS)[number] | undefined;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const viewWebhook = (item: WebhookFacts): z.output<typeof webhookSummaryView> => ({
  id: item.webhookId,
  url: item.url,
  events: [...item.events],
  description: item.description ?? null,
  isActive: item.isActive,
  disabledReason: item.disabledReason ?? null,
  revision: item.revision,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
});

/** The next revision with the changed fields; switching it on clears `disabledReason`. */
export function changedWebhook<Item extends WebhookFacts>(before: Item, change: WebhookChange, at: number): Item {
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...said,
    disabledReason: change.isActive === true ? undefined : before.disabledReason,
    revision: before.revision + 1,
    updatedAt: isoOf(at),
  };
}

/** The reason if the receiver switched the webhook off. */
export const goneWebhook = <Item extends WebhookFacts>(before: Item, at: number): Item => ({
  ...changedWebhook(before, { isActive: false }, at),
  disabledReason: 'GONE',
});

export const webhookEventOf = ({ webhookId, isActive }: WebhookFacts) => ({ webhookId, isActive });
