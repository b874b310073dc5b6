// The `api` function of the evidence domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createPacketRepo } from '../../entities/evidence/packet.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { createSigningKey } from '../_kit/keys/signing-key.ts';
import { connectObjectStore } from '../_kit/outbound/object-store.ts';
import type { EvidenceDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getEvidence } from './ops/get-evidence.ts';
import { getEvidenceKey } from './ops/get-evidence-key.ts';
import { getReleaseEvidence } from './ops/get-release-evidence.ts';
import { listEvidence } from './ops/list-evidence.ts';
import { verifyEvidence } from './ops/verify-evidence.ts';

export const operations: Operations<typeof manifest, EvidenceDeps> = {
  listEvidence,
  getEvidenceKey,
  getEvidence,
  verifyEvidence,
  getReleaseEvidence,
};

export const handler = apiOf(manifest, operations, ({ table, environment }) => ({
  packets: createPacketRepo(table),
  key: createSigningKey(environment.SIGNING_KEY_ID, new KMSClient({})),
  objects: connectObjectStore(environment.EVIDENCE_BUCKET),
  releases: createReleaseRepo(table),
}));
