// Shared by the operations that ask a store about one target: they write the wish, and the events function asks.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import type { StoreAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { viewTarget } from '../../../entities/releases/release.view.ts';
import { assertMayAskStore } from '../../../entities/releases/targets/submission.model.ts';
import type { Call, Reply } from '../../_kit/http/http-handler.ts';
import { auditOf, type ReleasesDeps } from '../deps.ts';
import { wishOf } from '../stores/wish.ts';

type TargetCall = Pick<Call, 'caller' | 'params' | 'revision' | 'save'>;

/** The release, the target that the route names, and the store it goes to. Throws `release.target_not_found`. */
export async function targetOf(call: TargetCall, deps: ReleasesDeps) {
  const { caller, params } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const target = whole.targets.find((item) => item.targetIntegrationId === params.integration);
  if (!target) throw releaseErrors.target_not_found();
  assertRevision(call, whole.release);
  const ref = { kind: 'TARGET' as const, integrationId: target.targetIntegrationId };
  const integrations = await deps.integrations.getMany(caller.tenantId, [ref]);
  const integration = integrations.get(target.targetIntegrationId);
  if (!integration) throw releaseErrors.target_not_found();
  return { whole, target, integrations, type: integration.type as TargetType, name: integration.name };
}

export async function askStore(call: TargetCall, deps: ReleasesDeps, action: StoreAction): Promise<Reply> {
  const { whole, target, integrations, type } = await targetOf(call, deps);
  const { release } = whole;
  assertMayAskStore(release, target, type, action);
  const { changes, event } = wishOf(call.caller, release, target, action);
  const at = isoOf(call.caller.at);
  const { targetIntegrationId } = target;
  return call.save(
    {
      writes: [deps.releases.updateTarget(target, at, changes), deps.releases.unchanged(release)],
      events: [event],
      audit: auditOf(release, 'store.asked', { targetIntegrationId, action }),
    },
    { body: viewTarget({ ...target, ...changes }, integrations) },
  );
}
