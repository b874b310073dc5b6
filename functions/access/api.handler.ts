// The `api` function of the access domain.
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { createAttemptRepo } from '../../entities/access/passwords/attempt.repo.ts';
import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { createSessionRepo } from '../../entities/access/session.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createPasswords } from '../_kit/accounts/passwords.ts';
import { permissionTable } from '../_kit/document.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { AccessDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { changePassword } from './ops/change-password.ts';
import { createToken } from './ops/create-token.ts';
import { getMe } from './ops/get-me.ts';
import { getToken } from './ops/get-token.ts';
import { listSessions } from './ops/list-sessions.ts';
import { listTokens } from './ops/list-tokens.ts';
import { requestPasswordReset } from './ops/request-password-reset.ts';
import { resetPassword } from './ops/reset-password.ts';
import { revokeSession } from './ops/revoke-session.ts';
import { revokeSessions } from './ops/revoke-sessions.ts';
import { revokeToken } from './ops/revoke-token.ts';
import { rotateSession } from './ops/rotate-session.ts';
import { rotateToken } from './ops/rotate-token.ts';
import { signIn } from './ops/sign-in.ts';

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
};

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => ({
  tenants: createTenantRepo(table),
  people: createPeopleRepo(table),
  apiTokens: createApiTokenRepo(table),
  sessions: createSessionRepo(table),
  passwords: createPasswordRepo(table),
  attempts: createAttemptRepo(table),
  hashing: createPasswords({ allowCommon: environment.ALLOW_COMMON_PASSWORDS === 'true' }),
  permissions: permissionTable,
  save,
}));
