// Records what a store said about a submitted target: approved, rejected, or out with its users.

import { releaseErrors } from '../../../entities/releases/errors.ts';
import { TargetApproved, TargetRejected, TargetReleased } from '../../../entities/releases/events.ts';
import { viewTarget } from '../../../entities/releases/release.view.ts';
import { legalStatuses } from '../../../entities/releases/status.model.ts';
import { assertTargetMayGoTo } from '../../../entities/releases/target.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { auditOf, factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { assertRevision } from './change-release.ts';

const EVENTS = { APPROVED: TargetApproved, REJECTED: TargetRejected, RELEASED: TargetReleased } as const;

export const reportTarget: Operation<typeof manifest.routes.reportTarget, ReleasesDeps> = async (call, deps) => {
  const { caller, params, body } = call;
  const { release, targets } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const target = targets.find((item) => item.targetIntegrationId === params.integration);
  if (!target) throw releaseErrors.target_not_found();
  assertRevision(call, release);
  const { targetIntegrationId, buildNumber } = target;
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'TARGET', integrationId: targetIntegrationId },
  ]);
  if (target.targetStatus === body.status) return { body: viewTarget(target, integrations) };
  if (release.status !== 'BUILD_SUBMITTED') {
    throw releaseErrors.illegal_transition({
      detail: `Stores answer in BUILD_SUBMITTED; the release is in ${release.status}.`,
      legal: legalStatuses(release),
    });
  }
  assertTargetMayGoTo(target.targetStatus, body.status);
  const at = isoOf(caller.at);
  const changes = {
    targetStatus: body.status,
    ...(body.status === 'APPROVED' ? { approvedAt: at } : {}),
    ...(body.status === 'RELEASED' ? { approvedAt: target.approvedAt ?? at, releasedAt: at } : {}),
    ...(body.status === 'REJECTED' ? { rejectionReason: body.reason } : {}),
  };
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, reason: body.reason };
  return call.commit(
    {
      writes: [deps.releases.updateTarget(target, at, changes), deps.releases.unchanged(release)],
      events: [EVENTS[body.status].create(caller, release.releaseId, facts)],
      audit: auditOf(release, `target.${body.status.toLowerCase()}`, { targetIntegrationId, reason: body.reason }),
    },
    { body: viewTarget({ ...target, ...changes }, integrations) },
  );
};
