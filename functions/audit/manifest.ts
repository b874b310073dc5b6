// The audit domain: seals every audit entry into the chain of its tenant, lists and exports them, and verifies the chain.
// Read by ADMIN and LEAD: entries show addresses, devices and mistakes of colleagues.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { auditListView, listAuditEntriesQuery } from '../../entities/audit/audit-log.model.ts';
import { AUDIT_ENTITY } from '../../entities/names.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, SIGNING_KEY_ID } = environment;
const read = { role: 'LEAD', scope: 'audit:read' } as const;

export const manifest = defineManifest({
  domain: 'audit',
  routes: {
    listAuditEntries: {
      method: 'GET',
      path: '/audit',
      summary:
        'List sealed audit entries, newest first, some seconds after their changes; a page may be short and have a next one',
      access: read,
      query: listAuditEntriesQuery,
      status: 200,
      reply: auditListView,
    },
  },
  subscriptions: {},
  tasks: {},
  // Some seconds, so that one batch has many entries: each batch is a signature.
  stream: { kind: AUDIT_ENTITY, lanes: 1, windowSeconds: 5 },
  lambdas: {
    api: {
      impact: 'Audit entries cannot be listed, exported or verified; they are still written.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put'],
    },
    stream: {
      impact: 'Audit entries are written but not sealed: lists and exports lack them until it works again.',
      environment: z.object({ STAGE, TABLE_NAME, SIGNING_KEY_ID }),
      grants: ['table:read', 'audit:seal', 'evidence:sign'],
    },
  },
});
