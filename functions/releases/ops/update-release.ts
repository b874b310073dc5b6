// Changes the fields of a release that may still change in its status. New references are validated and held as at creation.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import { assertMayNamePilot } from '../../../entities/releases/planning/pilot.model.ts';
import { baseTagProblems, validateChange } from '../../../entities/releases/planning/release.validation.ts';
import {
  changesOf,
  type ReleaseChange,
  type UpdateReleaseBody,
} from '../../../entities/releases/planning/release-change.model.ts';
import { dateProblems } from '../../../entities/releases/planning/release-dates.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { refsOf } from '../../../entities/releases/uses/named.model.ts';
import type { Caller } from '../../_kit/save.ts';
import { showChanged } from '../actions.ts';
import { releaseOf } from '../changes.ts';
import { composedOf } from '../components.ts';
import { resolveDates } from '../creation.ts';
import { auditOf, factsOf, type Ops, type ReleasesDeps } from '../deps.ts';

const NO_PLANNED_DATE = { plannedDate: undefined, plannedLocal: undefined, plannedTimeZone: undefined };
const NO_TARGET = { targetReleaseDate: undefined, targetLocal: undefined, targetTimeZone: undefined };

/** The body as changes: null removes a field, dates are resolved, and components read. */
async function readChange({ tenantId }: Caller, release: ReleaseItem, body: UpdateReleaseBody, deps: ReleasesDeps) {
  const { plannedDate, targetReleaseDate, components, ...rest } = body;
  const given = Object.fromEntries(Object.entries(rest).map(([field, value]) => [field, value ?? undefined]));
  const dates = { plannedDate: plannedDate ?? undefined, targetReleaseDate: targetReleaseDate ?? undefined };
  const composition = components && (await composedOf(tenantId, components, release.version, deps));
  const change: ReleaseChange = {
    ...given,
    ...(composition && { components: composition.components.length === 0 ? undefined : composition.components }),
    ...(plannedDate === undefined ? {} : NO_PLANNED_DATE),
    ...(targetReleaseDate === undefined ? {} : NO_TARGET),
    ...(await resolveDates(tenantId, dates, deps)),
  };
  return { change, problems: composition?.problems ?? [] };
}

async function assertValid(
  caller: Caller,
  before: ReleaseItem,
  changes: Changes<ReleaseItem>,
  problems: readonly FieldProblem[],
  deps: ReleasesDeps,
) {
  const { tenantId } = caller;
  const { releasePilotId } = changes;
  const [integrations, pilot] = await Promise.all([
    deps.integrations.getMany(tenantId, refsOf(changes)),
    releasePilotId === undefined ? undefined : deps.people.membershipOf(tenantId, releasePilotId),
  ]);
  const after = { ...before, ...changes };
  const kickoff = { autoKickoff: after.autoKickoff, plannedDate: after.plannedDate };
  const fields = [
    ...problems,
    ...validateChange(changes, kickoff, { integrations, pilot }),
    ...baseTagProblems(after),
    ...dateProblems(after, caller.at, Object.keys(changes)),
  ];
  if (fields.length > 0) {
    throw releaseErrors.invalid({ detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '), fields });
  }
  if ('releasePilotId' in changes) {
    assertMayNamePilot(caller, { role: pilot?.role, pilotBefore: before.releasePilotId });
  }
}

/** The conditions of the transaction: everything that the change newly refers to is unchanged. */
function holds({ tenantId }: Caller, changes: Changes<ReleaseItem>, deps: ReleasesDeps): Write[] {
  const changed = baseErrors.conflict();
  const { releasePilotId } = changes;
  return [
    ...refsOf(changes).map((ref) => deps.integrations.check(tenantId, ref, 'ACTIVE', changed)),
    ...(releasePilotId === undefined ? [] : [deps.people.checkMember(tenantId, releasePilotId, changed)]),
  ];
}

function eventOf(caller: Caller, after: ReleaseItem, changes: Changes<ReleaseItem>) {
  const { communicationIntegrationId, ticketIntegrationId, targetReleaseDate } = changes;
  return ReleaseUpdated.create(caller, after.releaseId, {
    ...factsOf(after),
    revision: after.revision,
    changed: Object.keys(changes),
    communicationIntegrationId,
    ticketIntegrationId,
    targetReleaseDate,
  });
}

export const updateRelease: Ops['updateRelease'] = async (call, deps) => {
  const { caller, body } = call;
  const whole = await releaseOf(call, deps);
  const { release } = whole;
  const { change, problems } = await readChange(caller, release, body, deps);
  const changes = changesOf(release, change, caller.at);
  const fields = Object.keys(changes);
  if (fields.length === 0 && problems.length === 0)
    return { body: showChanged(caller, whole), revision: release.revision };
  await assertValid(caller, release, changes, problems, deps);
  const at = isoOf(caller.at);
  const after = { ...release, ...changes, updatedAt: at, revision: release.revision + 1 } as ReleaseItem;
  const before = Object.fromEntries(fields.map((field) => [field, release[field as keyof ReleaseItem]]));
  return call.save(
    {
      writes: [deps.releases.update(release, at, changes), ...holds(caller, changes, deps)],
      events: [eventOf(caller, after, changes)],
      audit: auditOf(release, 'release.updated', { before, after: changes }),
    },
    { body: showChanged(caller, { ...whole, release: after }), revision: after.revision },
  );
};
