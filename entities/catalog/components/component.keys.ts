// Keys of components, the sentinels of their names, and their versions: the tags as they are, and every move of a tag. Components and
// moves are listed newest first, tags by name.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const componentKeys = {
  pk: 'T#${tenantId}#COMPONENTS',
  sk: '${componentId}',
  removal,
  indexes: {
    byService: { index: 'gsi1', pk: 'T#${tenantId}#COMPONENTS#SERVICE#${serviceId}', sk: '${componentId}' },
    byImage: {
      index: 'gsi2',
      pk: 'T#${tenantId}#COMPONENTS#REGISTRY#${registryIntegrationId}',
      sk: '${imagePath}#${componentId}',
    },
  },
} as const;

export const componentNameKeys = { pk: 'T#${tenantId}#COMPONENT_NAMES', sk: '${name}', removal } as const;

export const componentTagKeys = {
  pk: 'T#${tenantId}#COMPONENT#${componentId}#TAGS',
  sk: '${tag}',
  removal: [{ stage: 'CONNECTIONS', of: componentKeys.pk }],
  indexes: {
    byChannel: {
      index: 'gsi1',
      pk: 'T#${tenantId}#COMPONENT#${componentId}#CHANNEL#${channel}',
      sk: '${tag}',
    },
    byDigest: { index: 'gsi2', pk: 'T#${tenantId}#DIGEST#${digest}', sk: '${componentId}#${tag}' },
  },
} as const;

/** A tag may hold no #, so that the moves of one tag stand together. */
export const tagMoveKeys = {
  pk: 'T#${tenantId}#COMPONENT#${componentId}#MOVES',
  sk: '${tag}#${moveId}',
  removal: [{ stage: 'CONNECTIONS', of: componentKeys.pk }],
} as const;
