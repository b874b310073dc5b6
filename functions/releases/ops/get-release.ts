// Answers one release with the integrations that it names, by one Query and one BatchGet.
import { namedBy, refsOf } from '../../../entities/releases/uses/named.model.ts';
import { showRelease } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getRelease: Ops['getRelease'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const whole = await deps.releases.whole(tenantId, call.params.release ?? '');
  const integrations = await deps.integrations.getMany(tenantId, refsOf(namedBy(whole)));
  return { body: showRelease(call.caller, whole, integrations), revision: whole.release.revision };
};
