// The access domain: sign-in, sessions, passwords, API tokens, the authorizer of every route, and what a caller may do.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { PasswordChanged, PasswordResetRequested } from '../../entities/access/events.ts';
import { UserRemoved } from '../../entities/people/events.ts';
import { defineManifest } from '../_kit/manifest.ts';
import { issuerRoutes } from './routes/issuer-routes.ts';
import { passkeyRoutes } from './routes/passkey-routes.ts';
import { passwordRoutes } from './routes/password-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';

const { STAGE, TABLE_NAME, TENANT_REQUESTS_PER_SECOND, PUBLIC_URL, SYSTEM_MAIL_FROM, ALLOW_COMMON_PASSWORDS } =
  environment;
const { ALLOWED_OUTBOUND_HOSTS } = environment;

export const manifest = defineManifest({
  domain: 'access',
  routes: { ...sessionRoutes, ...passwordRoutes, ...passkeyRoutes, ...tokenRoutes, ...issuerRoutes },
  subscriptions: {
    passwords: {
      source: [PasswordChanged.source],
      detailTypes: [PasswordChanged.type, PasswordResetRequested.type],
    },
    removals: { source: [UserRemoved.source], detailTypes: [UserRemoved.type] },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'Nobody can sign in, and people cannot manage their sessions, passwords and tokens.',
      environment: z.object({
        ...{ STAGE, TABLE_NAME, ALLOW_COMMON_PASSWORDS, ALLOWED_OUTBOUND_HOSTS, PUBLIC_URL },
      }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      documents: ['commonPasswords', 'permissions'],
      // A whole virtual CPU, so that bcrypt takes a third of a second and not one.
      memoryMb: 1769,
    },
    authorizer: {
      impact: 'Nobody can call the API: every request is answered 401 or 500.',
      environment: z.object({ TABLE_NAME, TENANT_REQUESTS_PER_SECOND, ALLOWED_OUTBOUND_HOSTS, PUBLIC_URL }),
      grants: ['table:read', 'table:put', 'table:update'],
    },
    events: {
      impact:
        'Nobody can reset a password, people are not told that theirs was changed, and credentials of removed users stay stored.',
      environment: z.object({ STAGE, TABLE_NAME, PUBLIC_URL, SYSTEM_MAIL_FROM }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'mail:send'],
    },
  },
});
