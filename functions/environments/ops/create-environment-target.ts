// Creates a target. Its credentials are sealed before anything is written.
import { newTarget } from '../../../entities/environments/targets/target.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { targetKind } from '../kinds.ts';
import { targetReferences } from '../targets/references.ts';

export const createEnvironmentTarget: Ops['createEnvironmentTarget'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const item = newTarget(tenantId, caller.at, body);
  const uses = await targetReferences(tenantId, undefined, item, deps);
  const sealed = body.credentials && (await deps.sealer.seal(tenantId, item.targetId, body.credentials));
  return saveCreated(call, targetKind, item, [...deps.targets.create(item, sealed), ...uses]);
};
