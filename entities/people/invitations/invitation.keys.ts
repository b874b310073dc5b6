// Keys of invitations, of the addresses that are invited, and of the number of mails that a tenant sent on a day.
const removal = [{ stage: 'PEOPLE' }] as const;

export const invitationKeys = {
  pk: 'T#${tenantId}#INVITATIONS',
  sk: '${invitationId}',
  removal,
  indexes: { byStatus: { index: 'gsi1', pk: 'T#${tenantId}#INVITATIONS#${status}', sk: '${invitationId}' } },
} as const;
export const invitedKeys = { pk: 'T#${tenantId}#INVITED', sk: '${address}', removal } as const;
export const accountMailsKeys = { pk: 'T#${tenantId}#ACCOUNT_MAILS', sk: '${sentOn}', removal } as const;
