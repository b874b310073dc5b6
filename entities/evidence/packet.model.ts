// Packets of evidence as people read them: queries and views. Pure.
import * as z from 'zod';
import { pageQuery } from '../_base/list.ts';
import { reference } from '../_base/text.ts';
import { isoOf, monthOf } from '../_base/time/iso.ts';
import type { Listed } from './chain.model.ts';
import { envelopeSchema } from './dsse.model.ts';
import type { PacketItem } from './packet.entity.ts';
import { PACKET_TYPES, SUBJECT_TYPES } from './words.model.ts';

/** The month of a packet, from the time with which its id begins. */
export const monthOfPacket = (packetId: string): string =>
  monthOf(isoOf(Number.parseInt(packetId.replaceAll('-', '').slice(0, 12), 16)));

/** The name of a packet's object in the bucket. */
export const objectKeyOf = ({ tenantId, contentHash }: Pick<PacketItem, 'tenantId' | 'contentHash'>): string =>
  `${tenantId}/${contentHash}`;

export const listEvidenceQuery = z.strictObject({
  ...pageQuery,
  subjectId: reference.optional().describe('The id of a promotion or deployment'),
  releaseId: reference.optional(),
  type: z.enum(PACKET_TYPES).optional(),
});
export type EvidenceFilter = Omit<z.output<typeof listEvidenceQuery>, 'limit' | 'cursor'>;

const fields = {
  id: z.string(),
  type: z.enum(PACKET_TYPES),
  subjectType: z.enum(SUBJECT_TYPES),
  subjectId: z.string().describe('The promotion or deployment'),
  releaseId: z.string(),
  promotionId: z.string().nullable(),
  number: z.number().int().describe('In the chain of the tenant'),
  previousHash: z.string().describe('The contentHash of the packet before in the chain of the tenant'),
  releaseNumber: z.number().int().describe('In the chain of the release'),
  contentHash: z.string().describe('SHA-256 of the envelope, in hex'),
  keyId: z.string(),
  createdAt: z.iso.datetime(),
};
export const packetView = z.strictObject(fields).meta({ id: 'EvidencePacket' });

export const packetWithEnvelopeView = z
  .strictObject({
    ...fields,
    envelope: envelopeSchema
      .nullable()
      .describe('An in-toto Statement in DSSE; null if it is missing or cannot be read'),
  })
  .meta({ id: 'EvidencePacketWithEnvelope' });

export const packetCheckView = z
  .strictObject({
    isIntact: z.boolean().describe('True if the packet is as it was signed and stands between its neighbours'),
    broken: z
      .strictObject({
        chain: z.enum(['TENANT', 'RELEASE']),
        number: z.number().int().describe('The number in that chain'),
        problem: z.string(),
        message: z.string(),
      })
      .nullable()
      .describe('The first broken link'),
    keyId: z.string(),
  })
  .meta({ id: 'EvidenceCheck' });

export const releaseEvidenceQuery = z.strictObject({ cursor: pageQuery.cursor });

export const viewPacket = (item: PacketItem): z.input<typeof packetView> => ({
  ...{ id: item.packetId, type: item.type, subjectType: item.subjectType, subjectId: item.subjectId },
  ...{ releaseId: item.releaseId, promotionId: item.promotionId ?? null },
  ...{ number: item.number, previousHash: item.previousHash, releaseNumber: item.releaseNumber },
  ...{ contentHash: item.contentHash, keyId: item.keyId, createdAt: item.createdAt },
});

export const listedOf = (item: PacketItem): Listed => ({
  ...{ packetId: item.packetId, tenantId: item.tenantId, releaseId: item.releaseId, type: item.type },
  ...{ number: item.number, releaseNumber: item.releaseNumber, contentHash: item.contentHash },
});
