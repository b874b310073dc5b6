// The evidence domain: signed packets of every decision, deployment and rollback, chained per tenant and per release.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { evidenceErrors } from '../../entities/evidence/errors.ts';
import {
  listEvidenceQuery,
  packetCheckView,
  packetView,
  packetWithEnvelopeView,
  releaseEvidenceQuery,
} from '../../entities/evidence/packet.model.ts';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, SIGNING_KEY_ID, EVIDENCE_BUCKET } = environment;
const read = { role: 'VIEWER', scope: 'evidence:read', ci: true } as const;

export const manifest = defineManifest({
  domain: 'evidence',
  routes: {
    listEvidence: {
      method: 'GET',
      path: '/evidence',
      summary: 'Lists packets of evidence, newest first; a filtered page may be short',
      access: read,
      query: listEvidenceQuery,
      status: 200,
      reply: listOf(packetView),
    },
    getEvidenceKey: {
      method: 'GET',
      path: '/evidence/key',
      summary: 'Answers the public key that verifies evidence, as PEM',
      access: read,
      errors: [integrationErrors.unavailable],
      status: 200,
      produces: 'application/x-pem-file',
    },
    getEvidence: {
      method: 'GET',
      path: '/evidence/{packet}',
      summary: 'Reads a packet of evidence: its index, and the signed envelope',
      access: read,
      errors: [evidenceErrors.not_found, integrationErrors.unavailable],
      status: 200,
      reply: packetWithEnvelopeView,
    },
    verifyEvidence: {
      method: 'GET',
      path: '/evidence/{packet}/verify',
      summary: 'Verifies the signature, content and neighbours of a packet, and names the first broken link',
      access: read,
      errors: [evidenceErrors.not_found, integrationErrors.unavailable],
      status: 200,
      reply: packetCheckView,
    },
    getReleaseEvidence: {
      method: 'GET',
      path: '/releases/{release}/evidence',
      summary:
        'Answers the whole evidence of a release, by pages that make one file; `npm run verify-evidence` checks it offline',
      access: read,
      query: releaseEvidenceQuery,
      errors: [evidenceErrors.none, integrationErrors.unavailable],
      status: 200,
      produces: 'application/jsonl',
    },
  },
  subscriptions: {},
  tasks: { recordEvidence: 'Records the evidence of a promotion or deployment, once' },
  lambdas: {
    api: {
      impact: 'Evidence cannot be listed, read or verified; it is still recorded.',
      environment: z.object({ STAGE, TABLE_NAME, SIGNING_KEY_ID, EVIDENCE_BUCKET }),
      grants: ['table:read', 'table:put', 'evidence:check', 'evidence:read'],
    },
    tasks: {
      impact: 'Decisions and deployments get no evidence; their machines wait and try again.',
      environment: z.object({ STAGE, TABLE_NAME, SIGNING_KEY_ID, EVIDENCE_BUCKET }),
      grants: ['table:read', 'table:put', 'evidence:sign', 'evidence:keep'],
    },
  },
});
