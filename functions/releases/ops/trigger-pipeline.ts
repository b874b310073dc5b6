// Asks for a build of one pipeline. The workflow starts it; asking again while one is wanted or runs is refused. After the first
// regression cycle has begun, a new build opens the next one.
import { newId } from '../../../entities/_base/ids.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { BuildRequested, RegressionStarted } from '../../../entities/releases/events.ts';
import { requestBuild } from '../../../entities/releases/regression.model.ts';
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { openNextCycle } from '../cycles.ts';
import { auditOf, factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { writesOf } from '../move.ts';
import { assertRevision } from './change-release.ts';

export const triggerPipeline: Operation<typeof manifest.routes.triggerPipeline, ReleasesDeps> = async (call, deps) => {
  const { caller, params } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { release, pipelines } = whole;
  const pipeline = pipelines.find((item) => item.pipelineIntegrationId === params.integration);
  if (!pipeline) throw releaseErrors.pipeline_not_found();
  assertRevision(call, release);
  const move = requestBuild(whole, pipeline, () => newId<'Trigger'>(), call.body?.force);
  const { pipelineIntegrationId } = pipeline;
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'PIPELINE', integrationId: pipelineIntegrationId },
  ]);
  const at = isoOf(caller.at);
  const opened = move.release.regressionCycle === undefined ? undefined : await openNextCycle(whole, at, deps.releases);
  const facts = factsOf(release);
  return call.commit(
    {
      writes: [...writesOf(whole, move, at, deps.releases), ...(opened?.writes ?? [])],
      events: [
        ...(opened
          ? [
              RegressionStarted.create(caller, release.releaseId, {
                ...facts,
                cycle: opened.cycle.cycle,
                reason: opened.cycle.reason,
              }),
            ]
          : []),
        BuildRequested.create(caller, release.releaseId, { ...facts, pipelineIntegrationId }),
      ],
      audit: auditOf(release, 'build.requested', { pipelineIntegrationId, ...move.release }),
    },
    { body: viewPipeline({ ...pipeline, ...move.pipelines.get(pipelineIntegrationId) }, integrations) },
  );
};
