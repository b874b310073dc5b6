// The access domain: credentials, the authorizer of every route, and the identity behind a credential.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, TENANT_REQUESTS_PER_SECOND } = environment;

export const manifest = defineManifest({
  domain: 'access',
  routes: {
    getMe: {
      method: 'GET',
      path: '/me',
      summary: 'The user or token behind the credential, with its tenant and role',
      access: { role: 'VIEWER', scope: 'access:read', ci: true },
      status: 200,
      reply: z.strictObject({
        tenant: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
        actor: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
      }),
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see who they are signed in as.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read'],
    },
    authorizer: {
      impact: 'Nobody can call the API: every request is answered 401 or 500.',
      environment: z.object({ TABLE_NAME, TENANT_REQUESTS_PER_SECOND }),
      grants: ['table:read'],
    },
  },
});
