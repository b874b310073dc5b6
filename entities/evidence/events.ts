// Events of evidence. They hold ids and the digest of the packet, never its content.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { PACKET_TYPES, SUBJECT_TYPES } from './words.model.ts';

const event = domainEvents('evidence');

export const EvidenceRecorded = event('EvidenceRecorded', () => ({
  packetId: z.string(),
  type: z.enum(PACKET_TYPES),
  subjectType: z.enum(SUBJECT_TYPES),
  subjectId: z.string(),
  releaseId: z.string(),
  number: z.number().int(),
  contentHash: z.string(),
}));
