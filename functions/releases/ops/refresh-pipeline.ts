// Asks a CI service for the state of a build whose end it did not report. The consumer of the event asks, not this request.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertMayRefresh } from '../../../entities/releases/builds/person-report.model.ts';
import { BuildRefreshRequested } from '../../../entities/releases/events.ts';
import { showPipeline } from '../actions.ts';
import { pipelineOf } from '../changes.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';

export const refreshPipeline: Ops['refreshPipeline'] = async (call, deps) => {
  const { whole, pipeline, integrations } = await pipelineOf(call, deps);
  const { release } = whole;
  assertMayRefresh(whole, pipeline);
  const { pipelineIntegrationId, buildNumber, buildUrl } = pipeline;
  const at = isoOf(call.caller.at);
  const changes = { refreshWantedAt: at };
  const facts = { ...factsOf(release), pipelineIntegrationId, buildNumber, buildUrl };
  return call.save(
    {
      writes: [deps.releases.updatePipeline(pipeline, at, changes)],
      events: [BuildRefreshRequested.create(call.caller, release.releaseId, facts)],
      audit: auditOf(release, 'build.refresh_requested', { pipelineIntegrationId, buildNumber }),
    },
    { body: showPipeline(call.caller, whole, { ...pipeline, ...changes }, integrations) },
  );
};
