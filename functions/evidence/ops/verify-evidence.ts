// Verifies a packet of evidence and its neighbours in the chains.
import { evidenceErrors } from '../../../entities/evidence/errors.ts';
import type { Ops } from '../deps.ts';
import { firstBreak } from '../verification/check-packet.ts';

export const verifyEvidence: Ops['verifyEvidence'] = async ({ caller, params }, deps) => {
  const item = await deps.packets.find(caller.tenantId, params.packet ?? '', caller.at);
  if (!item) throw evidenceErrors.not_found();
  const broken = await firstBreak(item, caller.at, deps);
  return { body: { isIntact: broken === undefined, broken: broken ?? null, keyId: deps.key.keyId } };
};
