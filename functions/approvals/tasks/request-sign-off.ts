// Asks for the sign-off of the current regression cycle. The question's sentinel makes asking twice ask once.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/events.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import type { Caller } from '../../_kit/commit.ts';
import { factsOf } from '../decide.ts';
import type { ApprovalEventsDeps } from '../on/decision-requested.ts';

const input = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });

/** Does nothing when the release is no longer in regression or this cycle has been asked about before. */
export async function requestSignOff(raw: unknown, deps: ApprovalEventsDeps): Promise<void> {
  const { releaseId, executionId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const { release } = await deps.releases.whole(tenantId, releaseId);
  if (release.status !== 'REGRESSION_IN_PROGRESS') return;
  const { releaseKey, version, regressionCycle: cycle } = release;
  const asked = await deps.approvals.idsOfRelease(tenantId, releaseId);
  const known = await Promise.all(asked.map((id) => deps.approvals.whole(tenantId, id)));
  if (known.some(({ approval }) => approval.cycle === cycle)) return;
  const caller: Caller = { tenantId, actor: systemActor('approvals'), correlationId: executionId, at: deps.now() };
  const approval = {
    tenantId,
    approvalId: newId<'Approval'>(caller.at),
    releaseId,
    releaseKey,
    version,
    stage: 'REGRESSION_SIGN_OFF' as const,
    cycle,
    status: 'PENDING' as const,
    requestedAt: new Date(caller.at).toISOString(),
    revision: 1,
    schemaVersion: 1,
  };
  await deps.commit(caller, {
    writes: deps.approvals.create(approval),
    events: [ApprovalRequested.create(caller, releaseId, factsOf({ approval, decisions: [] }))],
    audit: {
      action: 'approval.requested',
      resourceType: 'Release',
      resourceId: releaseId,
      details: { approvalId: approval.approvalId, stage: approval.stage, cycle },
    },
  });
}
