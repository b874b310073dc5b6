// Keys of repositories, and the sentinels of their names at their providers. Lists are newest first.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const repositoryKeys = {
  pk: 'T#${tenantId}#REPOSITORIES',
  sk: '${repositoryId}',
  removal,
  indexes: {
    byProvider: { index: 'gsi1', pk: 'T#${tenantId}#REPOSITORIES#${provider}', sk: '${repositoryId}' },
  },
} as const;

export const repositorySourceKeys = {
  pk: 'T#${tenantId}#REPOSITORY_SOURCES',
  sk: '${provider}#${externalId}',
  removal,
} as const;
