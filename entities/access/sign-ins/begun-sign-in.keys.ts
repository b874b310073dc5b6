// Keys of sign-ins that have begun; they expire after ten minutes.
export const begunSignInKeys = {
  pk: 'T#${tenantId}#SIGN_INS',
  sk: '${signInId}',
  removal: [{ stage: 'PEOPLE' }],
} as const;
