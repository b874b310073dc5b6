// The audit domain: seals every audit entry into the chain of its tenant, lists and exports them, and verifies the chain.
// Read by ADMIN and LEAD: entries show addresses, devices and mistakes of colleagues.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { pageQuery } from '../../entities/_base/list.ts';
import {
  auditCheckView,
  auditHeadsView,
  auditListView,
  exportAuditEntriesQuery,
  listAuditEntriesQuery,
  verifyAuditQuery,
} from '../../entities/audit/audit-log.model.ts';
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
    exportAuditEntries: {
      method: 'GET',
      path: '/audit.csv',
      summary:
        'Export audit entries as CSV with their signed head, by pages that make one file; `npm run verify-audit` checks it',
      access: read,
      query: exportAuditEntriesQuery,
      status: 200,
      produces: 'text/csv; charset=utf-8',
    },
    verifyAudit: {
      method: 'GET',
      path: '/audit/verify',
      summary: 'Verify a part of the chain of sealed entries, at most 1,000 at once, and name the first broken link',
      access: read,
      query: verifyAuditQuery,
      status: 200,
      reply: auditCheckView,
    },
    listAuditHeads: {
      method: 'GET',
      path: '/audit/heads',
      summary: 'List the signed heads of the chain, newest first, with the public key that verifies them',
      access: read,
      query: z.strictObject(pageQuery),
      status: 200,
      reply: auditHeadsView,
    },
  },
  subscriptions: {},
  tasks: {},
  // Some seconds, so that one batch has many entries: each batch is a signature.
  stream: { kind: AUDIT_ENTITY, lanes: 1, windowSeconds: 5 },
  lambdas: {
    api: {
      impact: 'Audit entries cannot be listed, exported or verified; they are still written.',
      environment: z.object({ STAGE, TABLE_NAME, SIGNING_KEY_ID }),
      grants: ['table:read', 'table:put', 'evidence:check'],
    },
    stream: {
      impact: 'Audit entries are written but not sealed: lists and exports lack them until it works again.',
      environment: z.object({ STAGE, TABLE_NAME, SIGNING_KEY_ID }),
      grants: ['table:read', 'audit:seal', 'evidence:sign'],
    },
  },
});
