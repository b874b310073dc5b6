// The packet of evidence: the index of a signed statement in the bucket, and its links in the chains. Written once. Source: the
// orchestrator model, "Evidence Packet".
import { defineRecord, expiring, type ItemOf, number, oneOf, optional, text } from '../_base/table/entity.ts';
import { evidenceLinkKeys, packetKeys } from './packet.keys.ts';
import { PACKET_TYPES, SUBJECT_TYPES } from './words.model.ts';

export const packetDefinition = defineRecord('evidencePacket', packetKeys, {
  packetId: text,
  month: text,
  type: oneOf(PACKET_TYPES),
  subjectType: oneOf(SUBJECT_TYPES),
  subjectId: text,
  releaseId: text,
  promotionId: optional(text),
  /** In the chain of the tenant, and in that of the release. */
  number,
  previousHash: text,
  releaseNumber: number,
  /** SHA-256 of the envelope in the bucket, in hex: the name of its object. */
  contentHash: text,
  keyId: text,
  createdAt: text,
  ...expiring,
});

export const evidenceLinkDefinition = defineRecord('evidenceLink', evidenceLinkKeys, {
  chain: text,
  number,
  packetId: text,
  contentHash: text,
  createdAt: text,
  /** The earliest month of a packet up to this one: lists end there. */
  since: text,
  /** Of a release: the envelope of the head that ends the chain here, as JSON. */
  head: optional(text),
  ...expiring,
});

export type PacketItem = ItemOf<typeof packetDefinition>;
export type EvidenceLinkItem = ItemOf<typeof evidenceLinkDefinition>;
