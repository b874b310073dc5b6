// Keys of outgoing webhooks and of their sealed secrets; the notifier reads all of a tenant's at once.
export const webhookKeys = { pk: 'T#${tenantId}#WEBHOOKS', sk: '${webhookId}' } as const;
export const webhookSecretKeys = { pk: 'T#${tenantId}#WEBHOOK_SECRETS', sk: '${webhookId}' } as const;
