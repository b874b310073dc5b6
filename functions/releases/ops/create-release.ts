// Creates a release in one transaction, which holds everything that it names by conditions.
import { viewRelease } from '../../../entities/releases/release.view.ts';
import { decideCreation } from '../creation.ts';
import type { Ops } from '../deps.ts';

export const createRelease: Ops['createRelease'] = async (call, deps) => {
  const { whole, integrations, change } = await decideCreation(call.caller, call.body, deps);
  return call.save(change, {
    body: viewRelease(whole, integrations),
    location: `/releases/${whole.release.releaseId}`,
    revision: 1,
  });
};
