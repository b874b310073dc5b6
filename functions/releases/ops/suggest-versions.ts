// Suggests the next versions of a service after its latest release.
import { DEFAULT_TIME_ZONE, wallTimeOf } from '../../../entities/_base/time/wall-time.ts';
import { latestOf, suggestionsAfter } from '../../../entities/releases/versions/version.model.ts';
import type { Ops } from '../deps.ts';

export const suggestVersions: Ops['suggestVersions'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { service } = call.query;
  const [versionScheme, released] = await Promise.all([
    deps.services.schemeOf(tenantId, service),
    deps.releaseList.released(tenantId, service),
  ]);
  const zone = versionScheme === 'CALVER' ? (await deps.tenants.get(tenantId))?.timeZone : undefined;
  const day = wallTimeOf(at, zone ?? DEFAULT_TIME_ZONE).slice(0, 10);
  return { body: suggestionsAfter(service, versionScheme, latestOf(versionScheme, released), day) };
};
