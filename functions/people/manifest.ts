// The people domain: who belongs to a tenant, and with which role.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { ROLES } from '../../entities/names.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

export const manifest = defineManifest({
  domain: 'people',
  routes: {
    listMembers: {
      method: 'GET',
      path: '/members',
      summary: 'Members of the tenant with their roles, for example to choose a release pilot',
      access: { role: 'VIEWER', scope: 'people:read', ci: true },
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
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see who is in their tenant.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read'],
    },
  },
});
