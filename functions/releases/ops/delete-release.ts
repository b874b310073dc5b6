// Deletes a release without work under way: the item, its key and its uses at once, that of its service too; the consumer of the event removes the rest.
// The audit entries stay.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { ReleaseDeleted } from '../../../entities/releases/events.ts';
import { assertDeletable } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { viewSummary } from '../../../entities/releases/release.view.ts';
import { namedBy } from '../../../entities/releases/uses/named.model.ts';
import { releaseOf } from '../changes.ts';
import { auditOf, factsOf, type Ops, type ReleasesDeps } from '../deps.ts';
import { restrictedRefs } from '../uses.ts';

/** A release with a key of its own holds its version by one of the names of that version. */
async function freedVersion(release: ReleaseItem, { releases }: ReleasesDeps): Promise<Write[]> {
  const { tenantId, releaseId, releaseKey, service, version } = release;
  if (releaseKey === `${service}@${version}`) return [];
  const nameIndex = (await releases.holdersOf(tenantId as TenantId, service, version)).indexOf(releaseId);
  return nameIndex < 0 ? [] : [releases.freeVersion(release, nameIndex)];
}

export const deleteRelease: Ops['deleteRelease'] = async (call, deps) => {
  const { caller } = call;
  const { tenantId } = caller;
  const whole = await releaseOf(call, deps);
  const { release } = whole;
  assertDeletable(release, whole.targets);
  const { releaseId, service, releaseType, branchRelease } = release;
  const named = namedBy(whole);
  const facts = { ...factsOf(release), service, releaseType, branchRelease, ...named };
  return call.save(
    {
      writes: [
        ...deps.releases.remove(release),
        ...(await freedVersion(release, deps)),
        deps.services.unuse(tenantId, service),
        ...restrictedRefs(named).map((ref) => deps.integrations.unuse(tenantId, ref, releaseId)),
      ],
      events: [ReleaseDeleted.create(caller, releaseId, facts)],
      audit: auditOf(release, 'release.deleted', { before: { ...viewSummary(release), ...named } }),
    },
    {},
  );
};
