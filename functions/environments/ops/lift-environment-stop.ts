// Lifts the emergency stop of an environment.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertStopped, viewEnvironment } from '../../../entities/environments/environment.model.ts';
import { EnvironmentStopLifted } from '../../../entities/environments/events.ts';
import type { Ops } from '../deps.ts';
import { factsOf } from '../kinds.ts';

export const liftEnvironmentStop: Ops['liftEnvironmentStop'] = async (call, { environments }) => {
  const { caller } = call;
  const before = await environments.get(caller.tenantId, call.params.environment ?? '');
  assertRevision(call, before);
  assertStopped(before);
  const { stop, ...running } = before;
  const at = isoOf(caller.at);
  const after = { ...running, isStopped: false, updatedAt: at, revision: before.revision + 1 };
  return call.save(
    {
      writes: environments.update(before, at, { isStopped: false, stop: undefined }),
      events: [EnvironmentStopLifted.create(caller, before.environmentId, factsOf(before))],
      audit: {
        action: 'environment.stop_lifted',
        resourceType: 'Environment',
        resourceId: before.environmentId,
        details: { name: before.name, stop },
      },
    },
    { body: viewEnvironment(after), revision: after.revision },
  );
};
