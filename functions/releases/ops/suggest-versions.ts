// Says what the next release of a service could be called, from the latest one that was released.
import { latestOf, suggestionsAfter } from '../../../entities/releases/versions/version.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const suggestVersions: Operation<typeof manifest.routes.suggestVersions, ReleasesDeps> = async (call, deps) => {
  const { service } = call.query;
  const released = await deps.releaseList.released(call.caller.tenantId, service);
  return { body: suggestionsAfter(service, latestOf(released)) };
};
