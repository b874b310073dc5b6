// Lists the packets of evidence of the tenant that fit a filter, newest first.
import { viewPacket } from '../../../entities/evidence/packet.model.ts';
import type { Ops } from '../deps.ts';

export const listEvidence: Ops['listEvidence'] = async ({ caller, query }, { packets }) => {
  const { limit, cursor, ...filter } = query;
  const { items, nextCursor } = await packets.list(caller.tenantId, filter, { limit, cursor }, caller.at);
  return { body: { items: items.map(viewPacket), nextCursor } };
};
