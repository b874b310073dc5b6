// The key of a tenant's policy for signing in.
export const signInPolicyKeys = {
  pk: 'T#${tenantId}#SIGN_IN_POLICY',
  sk: 'POLICY',
  removal: [{ stage: 'PEOPLE' }],
} as const;
