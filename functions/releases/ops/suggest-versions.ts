// Suggests the next versions of a service after its latest release.
import { latestOf, suggestionsAfter } from '../../../entities/releases/versions/version.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const suggestVersions: Operation<typeof manifest.routes.suggestVersions, ReleasesDeps> = async (call, deps) => {
  const { service } = call.query;
  const released = await deps.releaseList.released(call.caller.tenantId, service);
  return { body: suggestionsAfter(service, latestOf(released)) };
};
