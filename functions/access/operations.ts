// The operations of the access domain, by their names in the manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { AccessDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { beginPasskey } from './ops/begin-passkey.ts';
import { changePassword } from './ops/change-password.ts';
import { completePasskeySignIn } from './ops/complete-passkey-sign-in.ts';
import { createIssuer } from './ops/create-issuer.ts';
import { createPasskey } from './ops/create-passkey.ts';
import { createToken } from './ops/create-token.ts';
import { deleteIssuer } from './ops/delete-issuer.ts';
import { deletePasskey } from './ops/delete-passkey.ts';
import { getIssuer } from './ops/get-issuer.ts';
import { getMe } from './ops/get-me.ts';
import { getSignInPolicy } from './ops/get-sign-in-policy.ts';
import { getToken } from './ops/get-token.ts';
import { listIssuers } from './ops/list-issuers.ts';
import { listPasskeys } from './ops/list-passkeys.ts';
import { listSessions } from './ops/list-sessions.ts';
import { listTokens } from './ops/list-tokens.ts';
import { removeUserPasskeys } from './ops/remove-user-passkeys.ts';
import { requestPasswordReset } from './ops/request-password-reset.ts';
import { resetPassword } from './ops/reset-password.ts';
import { revokeSession } from './ops/revoke-session.ts';
import { revokeSessions } from './ops/revoke-sessions.ts';
import { revokeToken } from './ops/revoke-token.ts';
import { rotateSession } from './ops/rotate-session.ts';
import { rotateToken } from './ops/rotate-token.ts';
import { signIn } from './ops/sign-in.ts';
import { updateIssuer } from './ops/update-issuer.ts';
import { updateSignInPolicy } from './ops/update-sign-in-policy.ts';

export const operations: Operations<typeof manifest, AccessDeps> = {
  getMe,
  signIn,
  listSessions,
  rotateSession,
  revokeSession,
  revokeSessions,
  changePassword,
  requestPasswordReset,
  resetPassword,
  createToken,
  listTokens,
  getToken,
  rotateToken,
  revokeToken,
  createIssuer,
  listIssuers,
  getIssuer,
  updateIssuer,
  deleteIssuer,
  beginPasskey,
  createPasskey,
  listPasskeys,
  deletePasskey,
  removeUserPasskeys,
  completePasskeySignIn,
  getSignInPolicy,
  updateSignInPolicy,
};
