// Records what a store said about a submitted target: approved, rejected, or out with its users.
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { viewTarget } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { changeOfReport } from '../store-report.ts';
import { assertRevision } from './change-release.ts';

export const reportTarget: Operation<typeof manifest.routes.reportTarget, ReleasesDeps> = async (call, deps) => {
  const { caller, params, body } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const target = whole.targets.find((item) => item.targetIntegrationId === params.integration);
  if (!target) throw releaseErrors.target_not_found();
  assertRevision(call, whole.release);
  const reported = changeOfReport(caller, whole, target, body, deps.releases);
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'TARGET', integrationId: target.targetIntegrationId },
  ]);
  if (!reported) return { body: viewTarget(target, integrations) };
  return call.commit(reported.change, { body: viewTarget(reported.target, integrations) });
};
