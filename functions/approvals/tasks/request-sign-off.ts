// Asks for the sign-off of the current regression cycle. The question's sentinel makes asking twice ask once.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { type Caller, retryOnConflict } from '../../_kit/commit.ts';
import { unlessGone } from '../../_kit/gone.ts';
import { factsOf } from '../decide.ts';
import type { ApprovalEventsDeps } from '../on/decision-requested.ts';

const input = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });
const STAGE = 'REGRESSION_SIGN_OFF';

const approvalOf = ({ tenantId, at }: Caller, { releaseId, releaseKey, version, regressionCycle }: ReleaseItem) => ({
  ...{ tenantId, approvalId: newId<'Approval'>(at), releaseId, releaseKey, version },
  ...({ stage: STAGE, cycle: regressionCycle, status: 'PENDING' } as const),
  ...{ requestedAt: new Date(at).toISOString(), revision: 1, schemaVersion: 1 },
});

/** Does nothing when the release is gone or no longer in regression, or this cycle has been asked about before. */
export async function requestSignOff(raw: unknown, deps: ApprovalEventsDeps): Promise<void> {
  const { releaseId, executionId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const caller: Caller = { tenantId, actor: systemActor('approvals'), correlationId: executionId, at: deps.now() };
  await retryOnConflict(async () => {
    const [whole, asked] = await Promise.all([
      unlessGone('release', deps.releases.whole(tenantId, releaseId)),
      deps.approvals.questionsOf(tenantId, releaseId),
    ]);
    if (whole?.release.status !== 'REGRESSION_IN_PROGRESS') return;
    const { release } = whole;
    if (asked.some(({ stage, cycle }) => stage === STAGE && cycle === release.regressionCycle)) return;
    const approval = approvalOf(caller, release);
    const { approvalId, stage, cycle } = approval;
    await deps.commit(caller, {
      // A question about a release that has just moved on would stay open: nothing would overtake it any more.
      writes: [...deps.approvals.create(approval), deps.releases.unchanged(release)],
      events: [ApprovalRequested.create(caller, releaseId, factsOf({ approval, decisions: [] }))],
      audit: {
        action: 'approval.requested',
        resourceType: 'Release',
        resourceId: releaseId,
        details: { approvalId, stage, cycle },
      },
    });
  });
}
