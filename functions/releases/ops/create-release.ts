// Creates a release in one transaction, which holds everything that it names by conditions.
import { viewRelease } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { decideCreation } from '../creation.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const createRelease: Operation<typeof manifest.routes.createRelease, ReleasesDeps> = async (call, deps) => {
  const { whole, integrations, change } = await decideCreation(call.caller, call.body, deps);
  return call.save(change, {
    body: viewRelease(whole, integrations),
    location: `/releases/${whole.release.releaseId}`,
    revision: 1,
  });
};
