// Starts the workflow of a new release and the watch over its targetReleaseDate, and writes the warnings of a hotfix. Uses are recorded
// before their integrations are checked: the deletion of an integration sees either the record or nothing of the release.
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import { releaseLifecycle } from '../../../statemachines/release-lifecycle/release-lifecycle.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { warnOf } from '../stores/warnings.ts';
import { recordUses, removeDeleted } from '../uses.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseCreated({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = ReleaseCreated.parse(detail);
  if (!(await recordUses(tenantId, data, data, deps))) return;
  await removeDeleted(callerAt(tenantId, deps.now(), correlationId, actor), data.releaseId, data, deps);
  const { releaseId, targetReleaseDate } = data;
  await warnOf(tenantId, releaseId, correlationId, deps);
  await deps.start(releaseLifecycle, { tenantId, releaseId });
  if (targetReleaseDate === undefined) return;
  await deps.start(releaseDeadline, { tenantId, releaseId, targetReleaseDate, revision: 1, lap: 1 });
}
