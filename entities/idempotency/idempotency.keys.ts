// Keys of idempotency records: a partition per user or token that sent them.
export const idempotencyKeys = { pk: 'T#${tenantId}#IDEMPOTENCY#${principalId}', sk: '${key}' } as const;
