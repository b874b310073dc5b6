// Changes how the store of a target is handed the version, until it has it.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { viewTarget } from '../../../entities/releases/release.view.ts';
import {
  assertOptionsOpen,
  fedBy,
  optionsRefusal,
  storedOptions,
} from '../../../entities/releases/targets/target-options.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { auditOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { targetOf } from './ask-store.ts';

export const updateTarget: Operation<typeof manifest.routes.updateTarget, ReleasesDeps> = async (call, deps) => {
  const { whole, target, integrations, type } = await targetOf(call, deps);
  const { release } = whole;
  assertOptionsOpen(release, target);
  const detail = optionsRefusal(type, call.body);
  if (detail !== undefined) throw releaseErrors.invalid({ detail, fields: [] });
  const fed = fedBy(target, whole.pipelines, call.body.pipelineIntegrationId);
  const changes = { ...storedOptions(call.body), ...fed };
  const { targetIntegrationId } = target;
  return call.save(
    {
      writes: [deps.releases.updateTarget(target, isoOf(call.caller.at), changes), deps.releases.unchanged(release)],
      events: [],
      audit: auditOf(release, 'target.updated', { targetIntegrationId, ...call.body }),
    },
    { body: viewTarget({ ...target, ...changes }, integrations) },
  );
};
