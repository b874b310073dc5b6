// A tenant's switches of notifications by channel and purpose. Pure; read by the API and by every notifier.
import * as z from 'zod';
import type { Channel, Purpose } from '../channel.model.ts';
import { isStage, TOLD_EVENTS } from '../messages.ts';

const purposes = z
  .strictObject({
    ...{ releases: z.boolean(), builds: z.boolean(), approvals: z.boolean(), incidents: z.boolean() },
    events: z.partialRecord(z.enum(TOLD_EVENTS), z.boolean()).optional().describe('Exceptions by event type'),
  })
  .describe('By purpose (releases, builds, approvals, incidents) and by event type');

const everything = { releases: true, builds: true, approvals: true, incidents: true } as const;

export const notificationSettingsBody = z.strictObject({
  slack: purposes,
  email: purposes,
  jira: purposes,
  /** Absent in settings that were stored before the channel existed, and in requests of older clients. */
  linear: purposes.default(everything),
  webhooks: purposes.describe('For events with messages; other events have no purpose and are always posted'),
});
export type NotificationSwitches = z.output<typeof notificationSettingsBody>;

export const notificationSettingsView = z.lazy(() =>
  notificationSettingsBody.extend({
    revision: z.number().int().describe('0 until the first change'),
    updatedAt: z.iso.datetime().nullable(),
  }),
);

export const ALL_ON: NotificationSwitches = {
  slack: everything,
  email: everything,
  jira: everything,
  linear: everything,
  webhooks: everything,
};

const NAMES = { SLACK: 'slack', EMAIL: 'email', JIRA: 'jira', LINEAR: 'linear', WEBHOOK: 'webhooks' } as const;

/** The switches of a stored item; without one all are on. */
export function switchesOf(item: Readonly<Record<string, unknown>> | undefined): NotificationSwitches {
  return item === undefined ? ALL_ON : notificationSettingsBody.parse(item.switches);
}

/** The switch of the event type overrides that of its purpose. Tickets are told only of stages by default. */
export function isOn(switches: NotificationSwitches, channel: Channel, purpose: Purpose, eventType: string): boolean {
  const { events, ...byPurpose } = switches[NAMES[channel]];
  const own = (events as Readonly<Record<string, boolean>> | undefined)?.[eventType];
  if (own !== undefined) return own;
  const isTicket = channel === 'JIRA' || channel === 'LINEAR';
  return (!isTicket || isStage(eventType)) && byPurpose[purpose];
}

interface StoredSettings {
  readonly switches: unknown;
  readonly revision: number;
  readonly updatedAt: string;
}

export const viewSettings = (item: StoredSettings | undefined): z.output<typeof notificationSettingsView> => ({
  ...(item ? notificationSettingsBody.parse(item.switches) : ALL_ON),
  revision: item?.revision ?? 0,
  updatedAt: item?.updatedAt ?? null,
});
