// Changes how a target is submitted to its store, until the store has the version.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import {
  assertOptionsOpen,
  fedBy,
  optionsRefusal,
  storedOptions,
} from '../../../entities/releases/targets/target-options.model.ts';
import { changeTarget, targetOf } from '../changes.ts';
import type { Ops } from '../deps.ts';

export const updateTarget: Ops['updateTarget'] = async (call, deps) => {
  const found = await targetOf(call, deps);
  const { whole, target, type } = found;
  assertOptionsOpen(whole.release, target);
  const detail = optionsRefusal(type, call.body);
  if (detail !== undefined) throw releaseErrors.invalid({ detail, fields: [] });
  const fed = fedBy(target, whole.pipelines, call.body.pipelineIntegrationId);
  const changes = { ...storedOptions(call.body), ...fed };
  return changeTarget(call, deps, found, { changes, events: [], action: 'target.updated', details: call.body });
};
