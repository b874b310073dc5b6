// Stops an environment in an emergency.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertRuns, viewEnvironment } from '../../../entities/environments/environment.model.ts';
import { EnvironmentStopped } from '../../../entities/environments/events.ts';
import type { Ops } from '../deps.ts';
import { factsOf } from '../kinds.ts';
import { stopBy } from '../stop.ts';

export const stopEnvironment: Ops['stopEnvironment'] = async (call, { environments }) => {
  const { caller, body } = call;
  const before = await environments.get(caller.tenantId, call.params.environment ?? '');
  assertRevision(call, before);
  assertRuns(before);
  const [at, stop] = [isoOf(caller.at), stopBy(caller, body.reason)];
  const after = { ...before, isStopped: true, stop, updatedAt: at, revision: before.revision + 1 };
  return call.save(
    {
      writes: environments.update(before, at, { isStopped: true, stop }),
      events: [EnvironmentStopped.create(caller, before.environmentId, { ...factsOf(before), reason: stop.reason })],
      audit: {
        action: 'environment.stopped',
        resourceType: 'Environment',
        resourceId: before.environmentId,
        details: { name: before.name, reason: stop.reason },
      },
    },
    { body: viewEnvironment(after), revision: after.revision },
  );
};
