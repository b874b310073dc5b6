// A tenant's policy for signing in; a tenant without one has the defaults.
import { boolean, defineEntity, type ItemOf } from '../../_base/table/entity.ts';
import { signInPolicyKeys } from './sign-in-policy.keys.ts';

export const signInPolicyDefinition = defineEntity('signInPolicy', signInPolicyKeys, {
  /** Whether a password alone does not suffice. People of an OpenID provider have their factors there. */
  requiresPasskey: boolean,
});

export type SignInPolicyItem = ItemOf<typeof signInPolicyDefinition>;
