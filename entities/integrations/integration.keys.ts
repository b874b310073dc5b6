// Keys of integrations, their sealed credentials, the sentinels of their unique names, and the tenant's home workspace.
export const integrationKeys = {
  pk: 'T#${tenantId}#INTEGRATIONS',
  sk: '${kind}#${integrationId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
export const integrationSecretKeys = { pk: integrationKeys.pk, sk: 'SECRET#${integrationId}' } as const;
export const uniqueIntegrationKeys = {
  pk: 'T#${tenantId}#UNIQUE_INTEGRATION',
  sk: '${kind}#${name}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
/** In the partition of integrations, but not listed with any kind. */
export const homeWorkspaceKeys = { pk: integrationKeys.pk, sk: 'HOME_WORKSPACE' } as const;
