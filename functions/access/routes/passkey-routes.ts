// Routes of passkeys, and of the policy that may require one.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { passkeyErrors, sessionErrors, signInErrors } from '../../../entities/access/errors.ts';
import { passkeyListView, passkeyView } from '../../../entities/access/passkeys/passkey.model.ts';
import { signedInView } from '../../../entities/access/session.model.ts';
import {
  completePasskeyBody,
  createPasskeyBody,
  passkeyStepView,
} from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import { signInPolicyView, updateSignInPolicyBody } from '../../../entities/access/sign-ins/sign-in-policy.model.ts';
import { userErrors } from '../../../entities/people/errors.ts';

const own = { role: 'VIEWER', scope: 'access:write' } as const;
const admin = { role: 'ADMIN', scope: 'access:write' } as const;

export const passkeyRoutes = {
  beginPasskey: {
    method: 'POST',
    path: '/passkeys/registrations',
    summary: 'Begin the registration of a passkey of the caller: answers the options for the browser',
    access: own,
    status: 201,
    reply: passkeyStepView,
    errors: [sessionErrors.required, passkeyErrors.too_many],
  },
  createPasskey: {
    method: 'POST',
    path: '/passkeys',
    summary: 'Register a passkey of the caller; from then on, a sign-in with the password also asks for it',
    access: own,
    body: createPasskeyBody,
    status: 201,
    reply: passkeyView,
    errors: [sessionErrors.required, signInErrors.refused, passkeyErrors.refused, passkeyErrors.taken],
  },
  listPasskeys: {
    method: 'GET',
    path: '/passkeys',
    summary: 'List the passkeys of the caller, at most ten',
    access: { ...own, scope: 'access:read' },
    status: 200,
    reply: passkeyListView,
  },
  deletePasskey: {
    method: 'DELETE',
    path: '/passkeys/{passkey}',
    summary: 'Delete a passkey of the caller; refused for the last one where the tenant requires one',
    access: own,
    hasRevision: false,
    status: 204,
    errors: [sessionErrors.required, passkeyErrors.not_found, passkeyErrors.last],
  },
  removeUserPasskeys: {
    method: 'DELETE',
    path: '/users/{user}/passkeys',
    summary: 'Remove all passkeys of a user who lost the devices, and end the sessions of that user',
    access: admin,
    hasRevision: false,
    status: 204,
    errors: [userErrors.not_found],
  },
  completePasskeySignIn: {
    method: 'POST',
    path: '/sign-ins/{signIn}/passkey',
    summary: 'Complete a sign-in with the answer of the authenticator: starts a session',
    access: 'OPEN',
    body: completePasskeyBody,
    status: 201,
    reply: signedInView,
    setsCookie: true,
    errors: [signInErrors.refused, passkeyErrors.refused, passkeyErrors.taken, baseErrors.conflict],
  },
  getSignInPolicy: {
    method: 'GET',
    path: '/sign-in-policy',
    summary: 'Show whether signing in with a password needs a passkey too',
    access: { ...admin, scope: 'access:read' },
    status: 200,
    reply: signInPolicyView,
  },
  updateSignInPolicy: {
    method: 'PATCH',
    path: '/sign-in-policy',
    summary: 'Require a passkey with every password, or stop requiring it',
    access: admin,
    body: updateSignInPolicyBody,
    status: 200,
    reply: signInPolicyView,
  },
} as const;
