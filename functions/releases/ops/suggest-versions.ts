// Suggests the next versions of a service after its latest release.
import { latestOf, suggestionsAfter } from '../../../entities/releases/versions/version.model.ts';
import type { Ops } from '../deps.ts';

export const suggestVersions: Ops['suggestVersions'] = async (call, deps) => {
  const { service } = call.query;
  const released = await deps.releaseList.released(call.caller.tenantId, service);
  return { body: suggestionsAfter(service, latestOf(released)) };
};
