// A person reports the end of a build that CI never told, or that was made in another way. CI's later reports count.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertMayReport, nothingNew } from '../../../entities/releases/builds/build-word.model.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { heard } from '../builds/hear-build.ts';
import { auditOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const reportBuild: Operation<typeof manifest.routes.reportBuild, ReleasesDeps> = async (call, deps) => {
  const { caller, params, body } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { release } = whole;
  const pipeline = whole.pipelines.find((item) => item.pipelineIntegrationId === params.integration);
  if (!pipeline) throw releaseErrors.pipeline_not_found();
  assertRevision(call, release);
  assertMayReport(whole, pipeline, body);
  const { reason, ...report } = body;
  const { pipelineIntegrationId, triggerId, buildStatus } = pipeline;
  const at = isoOf(caller.at);
  // A build that Windlass has not started is not asked for any more.
  const begun = pipeline.triggered ? {} : { triggered: true, triggeredAt: at, ...(triggerId && { triggerId }) };
  const found = heard(caller, whole, { ...pipeline, ...begun }, report, reason);
  if (!found) throw nothingNew(pipeline);
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'PIPELINE', integrationId: pipelineIntegrationId },
  ]);
  return call.save(
    {
      writes: [
        deps.releases.updatePipeline(pipeline, at, { ...begun, ...found.changes }),
        deps.releases.unchanged(release),
      ],
      events: found.events,
      audit: auditOf(release, 'build.reported', { pipelineIntegrationId, ...report, reason, before: buildStatus }),
    },
    { body: viewPipeline(found.changed, integrations) },
  );
};
