// Keys of notifications, of the pace of channels, of threads, and of a tenant's switches.
import { integrationKeys } from '../integrations/integration.keys.ts';
import { webhookKeys } from '../webhooks/webhook.keys.ts';

/**
 * Each log is a partition: that of a release, a webhook, or the tenant. `about` is the event's id, or the approval's id for
 * the message that asks for it, so that its decision finds that message. Final failures of all logs are on gsi1.
 */
export const notificationKeys = {
  pk: 'T#${tenantId}#NOTIFICATIONS#${subjectId}',
  sk: '${about}#${channel}#${purpose}',
  removal: [
    { stage: 'CONNECTIONS', of: webhookKeys.pk },
    { stage: 'RELEASES' },
    { stage: 'PEOPLE', each: ['${tenantId}'] },
  ],
  indexes: {
    failed: { index: 'gsi1', pk: 'T#${tenantId}#FAILED_NOTIFICATIONS#${failedMonth}', sk: '${updatedAt}#${about}' },
  },
} as const;

/** The pace of a channel. */
export const paceKeys = {
  pk: 'T#${tenantId}#PACE#${integrationId}',
  sk: '${address}',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;

/** The state of a release's parent message. */
export const threadKeys = {
  pk: 'T#${tenantId}#THREAD#${releaseId}',
  sk: '${integrationId}',
  removal: [{ stage: 'RELEASES' }],
} as const;

export const notificationSettingsKeys = {
  pk: 'T#${tenantId}#NOTIFICATION_SETTINGS',
  sk: 'SETTINGS',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
