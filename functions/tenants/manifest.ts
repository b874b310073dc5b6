// The tenants domain: who you are, the authorizer of every route, and the task by which a deployment gets its first tenant.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { ROLES } from '../../entities/names.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

export const manifest = defineManifest({
  domain: 'tenants',
  routes: {
    getMe: {
      method: 'GET',
      path: '/me',
      summary: 'Who the credential is, in which tenant, with which role',
      access: { role: 'VIEWER', scope: 'tenants:read', ci: true },
      status: 200,
      reply: z.strictObject({
        tenant: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
        actor: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
      }),
    },
    listMembers: {
      method: 'GET',
      path: '/members',
      summary: 'Members of the tenant with their roles, for example to choose a release pilot',
      access: { role: 'VIEWER', scope: 'tenants:read', ci: true },
      status: 200,
      reply: z.strictObject({
        items: z.array(
          z.strictObject({ userId: z.string(), name: z.string(), role: z.enum(ROLES), isActive: z.boolean() }),
        ),
        nextCursor: z.null(),
      }),
    },
  },
  subscriptions: {},
  tasks: { bootstrapTenant: 'Creates a tenant with its first members, or finds it, and issues their API tokens' },
  lambdas: {
    api: {
      entry: 'tenants/api.handler.ts',
      impact: 'People cannot see who they are signed in as or who is in their tenant.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:write'],
      timeoutSeconds: 10,
      memoryMb: 512,
    },
    authorizer: {
      entry: 'tenants/authorizer.handler.ts',
      impact: 'Nobody can call the API: every request is answered 401 or 500.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read'],
      timeoutSeconds: 5,
      memoryMb: 512,
    },
    tasks: {
      entry: 'tenants/tasks.handler.ts',
      impact: 'A new deployment cannot get its first tenant.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:write'],
      timeoutSeconds: 30,
      memoryMb: 512,
    },
  },
});
