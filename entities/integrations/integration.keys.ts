// Keys of integrations, their sealed credentials, and the sentinels of their unique names.
// Notifiers and intake fill them with `fillKey`; everybody else goes through the repositories.
export const integrationKeys = { pk: 'T#${tenantId}#INTEGRATIONS', sk: '${kind}#${integrationId}' } as const;
export const integrationSecretKeys = { pk: 'T#${tenantId}#INTEGRATIONS', sk: 'SECRET#${integrationId}' } as const;
export const uniqueIntegrationKeys = { pk: 'T#${tenantId}#UNIQUE_INTEGRATION', sk: '${kind}#${name}' } as const;
/** Beside the integrations, and listed with none of a kind. */
export const homeWorkspaceKeys = { pk: integrationKeys.pk, sk: 'HOME_WORKSPACE' } as const;
