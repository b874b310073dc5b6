// The tenants domain: name, slug and time zone, and the tasks that create and delete tenants.

import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { tenantErrors } from '../../entities/tenants/errors.ts';
import { TenantDeleted } from '../../entities/tenants/events.ts';
import { tenantView, updateTenantBody } from '../../entities/tenants/tenant.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;

export const manifest = defineManifest({
  domain: 'tenants',
  routes: {
    getTenant: {
      method: 'GET',
      path: '/tenant',
      summary: 'Show the tenant',
      access: { role: 'VIEWER', scope: 'tenants:read', ci: true },
      status: 200,
      reply: tenantView,
    },
    updateTenant: {
      method: 'PATCH',
      path: '/tenant',
      summary: 'Change name, slug or time zone of the tenant; an earlier slug stays valid',
      access: { role: 'ADMIN', scope: 'tenants:write' },
      body: updateTenantBody,
      status: 200,
      reply: tenantView,
      errors: [tenantErrors.slug_taken, tenantErrors.too_many_aliases],
    },
  },
  subscriptions: {
    deletions: {
      source: [TenantDeleted.source],
      detailTypes: [TenantDeleted.type],
      evenIfDeleted: [TenantDeleted.type],
    },
  },
  tasks: {
    bootstrapTenant: {
      does: 'Creates a tenant with its first members, or finds it, and issues their API tokens',
      evenIfDeleted: true,
    },
    deleteTenant: {
      does: 'Marks a tenant as deleted; from then on every request to it is refused',
      evenIfDeleted: true,
    },
    removeConnections: {
      does: 'Removes tokens, webhooks, trains and integrations of a deleted tenant',
      evenIfDeleted: true,
    },
    bindMail: {
      does: 'Sets the Amazon SES identities that a tenant may send mails from, and the addresses that may receive them',
      evenIfDeleted: true,
    },
    revokeToken: {
      does: 'Revokes an API token within 30 seconds',
      evenIfDeleted: true,
    },
    removeTenant: {
      does: 'Removes the people of a deleted tenant, and at last the tenant with its slug',
      evenIfDeleted: true,
    },
  },
  machines: ['tenant-removal'],
  lambdas: {
    api: {
      impact: 'An ADMIN cannot see or change name, slug and time zone of the tenant.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
    },
    events: {
      impact: 'Requests to deleted tenants are refused, but their data stays stored.',
      environment: z.object({ TABLE_NAME }),
      grants: [],
      starts: ['tenant-removal'],
    },
    tasks: {
      impact: 'A new deployment cannot get its first tenant, and the data of deleted tenants is not removed.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      timeoutSeconds: 60,
    },
  },
});
