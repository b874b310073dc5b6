// Keys of webhooks, their sealed secrets and their number. The notifier reads all webhooks of a tenant in one query.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const webhookKeys = { pk: 'T#${tenantId}#WEBHOOKS', sk: '${webhookId}', removal } as const;
export const webhookSecretKeys = { pk: 'T#${tenantId}#WEBHOOK_SECRETS', sk: '${webhookId}', removal } as const;
export const webhookCountKeys = { pk: 'T#${tenantId}#WEBHOOK_COUNT', sk: 'COUNT', removal } as const;
