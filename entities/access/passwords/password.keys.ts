// Keys of passwords, of the attempts to guess them, of the addresses from which users signed in, and of resets by mail.
const removal = [{ stage: 'PEOPLE' }] as const;

export const passwordKeys = { pk: 'T#${tenantId}#PASSWORDS', sk: '${userId}', removal } as const;
export const attemptKeys = { pk: 'T#${tenantId}#ATTEMPTS', sk: '${subject}', removal } as const;
export const knownAddressKeys = {
  pk: 'T#${tenantId}#KNOWN_ADDRESSES',
  sk: '${userId}#${address}',
  removal,
} as const;
export const passwordResetKeys = { pk: 'T#${tenantId}#PASSWORD_RESETS', sk: '${userId}#${resetId}', removal } as const;
