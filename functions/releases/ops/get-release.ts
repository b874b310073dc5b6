// Answers one release with the integrations that it names, by one Query and one BatchGet.
import { integrationRefs, viewRelease } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getRelease: Operation<typeof manifest.routes.getRelease, ReleasesDeps> = async (call, deps) => {
  const { tenantId } = call.caller;
  const whole = await deps.releases.whole(tenantId, call.params.release ?? '');
  const integrations = await deps.integrations.getMany(tenantId, integrationRefs(whole));
  return { body: viewRelease(whole, integrations), revision: whole.release.revision, showsMore: true };
};
