// Keys of notifications, of what keeps their channels in pace and their threads up to date, and of a tenant's switches.

/**
 * One log, one partition: that of a release, of a webhook, or of the tenant itself. `about` is the event's id, or the approval's for the message
 * that asks for it, so that its decision finds that message.
 */
export const notificationKeys = {
  pk: 'T#${tenantId}#NOTIFICATIONS#${subjectId}',
  sk: '${about}#${channel}#${purpose}',
} as const;

/** Those that failed for good, of all logs, on gsi1. */
export const failedNotificationKeys = {
  pk: 'T#${tenantId}#FAILED_NOTIFICATIONS',
  sk: '${updatedAt}#${about}',
} as const;

/** When a channel may take its next message. */
export const paceKeys = { pk: 'T#${tenantId}#PACE#${integrationId}', sk: '${address}' } as const;

/** The state of a release's parent message. */
export const threadKeys = { pk: 'T#${tenantId}#THREAD#${releaseId}', sk: '${integrationId}' } as const;

export const notificationSettingsKeys = { pk: 'T#${tenantId}#NOTIFICATION_SETTINGS', sk: 'SETTINGS' } as const;
