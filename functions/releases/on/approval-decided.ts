// Signs a regression cycle off when its approval was given. A rejection leaves the release where it is: new builds open the
// next cycle, which asks again.
import { ApprovalDecided } from '../../../entities/approvals/events.ts';
import { RegressionSignedOff } from '../../../entities/releases/events.ts';
import { signOff } from '../../../entities/releases/regression.model.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { closeCycle } from '../cycles.ts';
import { auditOf, callerAt, factsOf, isoOf } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onApprovalDecided({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = ApprovalDecided.parse(detail);
  if (data.status !== 'APPROVED') return;
  await retryOnConflict(async () => {
    const whole = await deps.releases.whole(tenantId, data.releaseId);
    const { release } = whole;
    const { cycle, approvalId, decidedBy: signedOffBy } = data;
    const changes = signOff({ release }, cycle);
    if (!changes) return;
    const caller = callerAt(tenantId, deps.now(), correlationId, actor);
    const at = isoOf(caller.at);
    await deps.commit(caller, {
      writes: [
        deps.releases.update(release, at, changes),
        ...(await closeCycle(whole, { status: 'DONE', signedOffBy }, at, deps.releases)),
      ],
      events: [RegressionSignedOff.create(caller, release.releaseId, { ...factsOf(release), cycle, approvalId })],
      audit: auditOf(release, 'regression.signed_off', { cycle, approvalId }),
    });
  });
}
