// Keys of API tokens and of their number per owner.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const apiTokenKeys = {
  pk: 'T#${tenantId}#TOKENS',
  sk: '${tokenId}',
  removal,
  /** Holds whole items: a list by keys would read each token alone, at half a unit or more. */
  indexes: { ofOwner: { index: 'gsi5', pk: 'T#${tenantId}#TOKENS_OF#${ownerId}', sk: '${tokenId}' } },
} as const;
export const apiTokenCountKeys = { pk: 'T#${tenantId}#TOKEN_COUNTS', sk: '${ownerId}', removal } as const;
