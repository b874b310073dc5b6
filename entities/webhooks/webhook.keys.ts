// Keys of outgoing webhooks, of their sealed secrets and of their number; the notifier reads all of a tenant's at once.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const webhookKeys = { pk: 'T#${tenantId}#WEBHOOKS', sk: '${webhookId}', removal } as const;
export const webhookSecretKeys = { pk: 'T#${tenantId}#WEBHOOK_SECRETS', sk: '${webhookId}', removal } as const;
export const webhookCountKeys = { pk: 'T#${tenantId}#WEBHOOK_COUNT', sk: 'COUNT', removal } as const;
