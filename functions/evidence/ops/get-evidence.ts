// Reads a packet of evidence with its envelope, as it is stored.
import { readEnvelope } from '../../../entities/evidence/dsse.model.ts';
import { evidenceErrors } from '../../../entities/evidence/errors.ts';
import { objectKeyOf, viewPacket } from '../../../entities/evidence/packet.model.ts';
import type { Ops } from '../deps.ts';

export const getEvidence: Ops['getEvidence'] = async ({ caller, params }, { packets, objects }) => {
  const item = await packets.find(caller.tenantId, params.packet ?? '', caller.at);
  if (!item) throw evidenceErrors.not_found();
  const bytes = await objects.get(objectKeyOf(item));
  return { body: { ...viewPacket(item), envelope: (bytes && readEnvelope(bytes)) ?? null } };
};
