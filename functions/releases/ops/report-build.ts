// Records a person's report of the end of a build, of which CI told nothing or which was made in another way. Later reports of CI count.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertMayReport, nothingNew } from '../../../entities/releases/builds/person-report.model.ts';
import { showPipeline } from '../actions.ts';
import { heard } from '../builds/hear-build.ts';
import { pipelineOf } from '../changes.ts';
import { auditOf, type Ops } from '../deps.ts';

export const reportBuild: Ops['reportBuild'] = async (call, deps) => {
  const { caller, body } = call;
  const { whole, pipeline, integrations } = await pipelineOf(call, deps);
  const { release } = whole;
  assertMayReport(whole, pipeline, body);
  const { reason, ...report } = body;
  const { pipelineIntegrationId, triggerId, buildStatus } = pipeline;
  const at = isoOf(caller.at);
  // A build that Windlass did not trigger yet is not triggered any more.
  const begun = pipeline.triggered ? {} : { triggered: true, triggeredAt: at, ...(triggerId && { triggerId }) };
  const found = heard(caller, whole, { ...pipeline, ...begun }, report, reason);
  if (!found) throw nothingNew(pipeline);
  return call.save(
    {
      writes: [
        deps.releases.updatePipeline(pipeline, at, { ...begun, ...found.changes }),
        deps.releases.unchanged(release),
      ],
      events: found.events,
      audit: auditOf(release, 'build.reported', { pipelineIntegrationId, ...report, reason, before: buildStatus }),
    },
    { body: showPipeline(caller, whole, found.changed, integrations) },
  );
};
