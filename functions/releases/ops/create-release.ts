// Creates a release in one transaction, which holds everything that it names by conditions.
import { showRelease } from '../actions.ts';
import { decideCreation } from '../creation.ts';
import type { Ops } from '../deps.ts';

export const createRelease: Ops['createRelease'] = async (call, deps) => {
  const { whole, integrations, change } = await decideCreation(call.caller, call.body, deps);
  return call.save(change, {
    body: showRelease(call.caller, whole, integrations),
    location: `/releases/${whole.release.releaseId}`,
    revision: 1,
  });
};
