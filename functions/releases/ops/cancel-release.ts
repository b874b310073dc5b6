// Cancels a release. Running tasks fail afterwards on the revision. Stores withdraw their versions as far as they can, unless the
// person keeps them there; the answer and the event say what each store still has.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { ReleaseCancelled } from '../../../entities/releases/events.ts';
import { cancel } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { isToTakeBack, leftInStore } from '../../../entities/releases/targets/submission.model.ts';
import { outcomeOf } from '../../../entities/releases/targets/target.model.ts';
import { targetRefs } from '../../../entities/releases/uses/named.model.ts';
import type { Call } from '../../_kit/http/http-handler.ts';
import { showChanged } from '../actions.ts';
import { releaseOf } from '../changes.ts';
import { auditOf, factsOf, type Ops, type ReleasesDeps } from '../deps.ts';
import { wishOf } from '../stores/wishes.ts';
import { closeCycle } from '../workflow/moves.ts';

/** The changes of the targets, and a sentence for each store that has a version of the release. */
async function leaveStores(
  { caller }: Pick<Call, 'caller'>,
  { release, targets }: WholeRelease,
  keeps: boolean,
  deps: ReleasesDeps,
) {
  const integrations = await deps.integrations.getMany(caller.tenantId, targetRefs(targets));
  const at = isoOf(caller.at);
  const left = targets.map((target) => {
    const { type, name = target.targetIntegrationId } = integrations.get(target.targetIntegrationId) ?? {};
    const says = type && leftInStore(target, type as TargetType, name, keeps);
    const wish =
      !keeps && type && isToTakeBack(release, target, type as TargetType)
        ? wishOf(caller, release, target, 'WITHDRAW')
        : undefined;
    return {
      target: { ...target, ...wish?.changes } as ReleaseTargetItem,
      writes: wish ? [deps.releases.updateTarget(target, at, wish.changes)] : [],
      events: wish ? [wish.event] : [],
      says: says === undefined ? [] : [says],
      action: wish && target.rolloutState === 'ROLLING_OUT' ? ('HALTED' as const) : undefined,
    };
  });
  const afterwards = left.map(({ target, action }) => (action ? { ...target, rolloutState: action } : target));
  return {
    writes: left.flatMap(({ writes }) => writes),
    events: left.flatMap(({ events }) => events),
    stores: left.flatMap(({ says }) => says),
    outcome: outcomeOf(afterwards),
    targets: left.map(({ target }) => target),
  };
}

export const cancelRelease: Ops['cancelRelease'] = async (call, deps) => {
  const { caller, body } = call;
  const whole = await releaseOf(call, deps);
  const { release } = whole;
  const reason = body?.reason;
  cancel(release, reason);
  const keeps = body?.stores === 'KEEP';
  const { writes, events, stores, outcome, targets } = await leaveStores(call, whole, keeps, deps);
  const changes = cancel(release, reason, outcome);
  const at = isoOf(caller.at);
  const changed = { ...release, ...changes, updatedAt: at, revision: release.revision + 1 } as ReleaseItem;
  const facts = { ...factsOf(release), reason, outcome, stores };
  return call.save(
    {
      writes: [
        deps.releases.update(release, at, changes),
        ...(await closeCycle(whole, { status: 'ABANDONED' }, at, deps.releases)),
        ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.end(release)] : []),
        ...writes,
      ],
      events: [ReleaseCancelled.create(caller, release.releaseId, facts), ...events],
      audit: auditOf(release, 'release.cancelled', {
        from: release.status,
        ...(reason === undefined ? {} : { reason }),
        ...(stores.length === 0 ? {} : { stores }),
      }),
    },
    {
      body: {
        ...showChanged(caller, { ...whole, release: changed, targets }),
        ...(stores.length > 0 ? { stores } : {}),
      },
      revision: changed.revision,
    },
  );
};
