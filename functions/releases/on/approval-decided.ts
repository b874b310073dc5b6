// Signs a regression cycle off after its approval, unless the release has moved on. A rejection is saved with the release, which stays in
// its status: new builds open the next cycle, which asks again.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { SIGN_OFF_STAGE } from '../../../entities/approvals/approval.model.ts';
import { ApprovalDecided } from '../../../entities/approvals/events.ts';
import { RegressionSignedOff, SignOffRejected } from '../../../entities/releases/events.ts';
import { rejectSignOff, signOff } from '../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import { closeCycle } from '../workflow/moves.ts';
import type { EventsDeps } from './release-changed.ts';

type Decided = ReturnType<typeof ApprovalDecided.parse>['data'];

/** Undefined if the rejection comes too late or a second time. */
function rejection(
  caller: Caller,
  { release }: WholeRelease,
  { round: cycle, approvalId, comment }: Decided,
  deps: EventsDeps,
) {
  const changes = rejectSignOff(release, cycle, { by: caller.actor.name, at: isoOf(caller.at), comment });
  if (!changes) return undefined;
  const said = { cycle, approvalId, ...(comment === undefined ? {} : { comment }) };
  return {
    writes: [deps.releases.update(release, isoOf(caller.at), changes)],
    events: [SignOffRejected.create(caller, release.releaseId, { ...factsOf(release), ...said })],
    audit: auditOf(release, 'regression.sign_off_rejected', said),
  };
}

export async function onApprovalDecided({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = ApprovalDecided.parse(detail);
  if (data.subject.type !== 'Release' || data.stage !== SIGN_OFF_STAGE) return;
  await retryOnConflict(async () => {
    const whole = await deps.releases.whole(tenantId, data.subject.id);
    const { release } = whole;
    const caller = callerAt(tenantId, deps.now(), correlationId, actor);
    if (data.status === 'REJECTED') {
      const change = rejection(caller, whole, data, deps);
      if (change) await deps.save(caller, change);
      return;
    }
    const { round: cycle, approvalId, decidedBy: signedOffBy } = data;
    const changes = signOff({ release }, cycle);
    if (!changes) return;
    const at = isoOf(caller.at);
    await deps.save(caller, {
      writes: [
        deps.releases.update(release, at, changes),
        ...(await closeCycle(whole, { status: 'DONE', signedOffBy }, at, deps.releases)),
      ],
      events: [RegressionSignedOff.create(caller, release.releaseId, { ...factsOf(release), cycle, approvalId })],
      audit: auditOf(release, 'regression.signed_off', { cycle, approvalId }),
    });
  });
}
