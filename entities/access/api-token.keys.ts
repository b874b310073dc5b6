// Keys of API tokens.
export const apiTokenKeys = { pk: 'T#${tenantId}#TOKENS', sk: '${hash}', removal: [{ stage: 'CONNECTIONS' }] } as const;
