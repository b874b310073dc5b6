// Shared by the operations on a rollout: they write the wish, and the events function asks the store. A first
// percentage that is set before the store has the version is kept for the submission.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { newId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { RolloutRequested } from '../../../entities/releases/events.ts';
import { viewTarget } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { planRollout, type RolloutWish, wantRollout } from '../../../entities/releases/targets/rollout.model.ts';
import { isBeforeSubmission } from '../../../entities/releases/targets/target.model.ts';
import type { Call, Reply } from '../../_kit/http/http-handler.ts';
import type { Change } from '../../_kit/save.ts';
import { auditOf, factsOf, type ReleasesDeps } from '../deps.ts';

const nothingNew = (how: string) =>
  releaseErrors.nothing_new({ detail: `${how} already: nothing was changed.`, legal: [] });

const inWords = ({ rolloutState = 'COMPLETED', rolloutPercentage }: ReleaseTargetItem): string =>
  `Its rollout is ${rolloutState}${rolloutPercentage === undefined ? '' : ` at ${rolloutPercentage} percent`}`;

/** A later wish takes the place of one that the store has not been asked for yet. */
export async function changeRollout(
  call: Pick<Call, 'caller' | 'params' | 'revision' | 'save'>,
  deps: ReleasesDeps,
  wish: RolloutWish,
): Promise<Reply> {
  const { caller, params } = call;
  const { release, targets } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const target = targets.find((item) => item.targetIntegrationId === params.integration);
  if (!target) throw releaseErrors.target_not_found();
  assertRevision(call, release);
  const { targetIntegrationId } = target;
  const ref = { kind: 'TARGET' as const, integrationId: targetIntegrationId };
  const integrations = await deps.integrations.getMany(caller.tenantId, [ref]);
  const type = integrations.get(targetIntegrationId)?.type as TargetType | undefined;
  if (type === undefined) throw releaseErrors.target_not_found();
  const at = isoOf(caller.at);
  const save = (
    changes: Changes<ReleaseTargetItem>,
    action: string,
    details: RolloutWish,
    events: Change['events'] = [],
  ) => {
    const writes = [deps.releases.updateTarget(target, at, changes), deps.releases.unchanged(release)];
    const audit = auditOf(release, action, { targetIntegrationId, ...details });
    return call.save({ writes, events, audit }, { body: viewTarget({ ...target, ...changes }, integrations) });
  };
  if (wish.action === 'ROLL_OUT' && isBeforeSubmission(release, target)) {
    const planned = planRollout(target, type, wish.percentage ?? 100);
    if (!planned) throw nothingNew(`Its submission begins with ${wish.percentage} percent of the users`);
    return save(planned, 'rollout.planned', wish);
  }
  const wanted = wantRollout(release, target, type, wish);
  if (!wanted) throw nothingNew(inWords(target));
  const wishId = newId<'Rollout'>(caller.at);
  const changes = { rolloutWanted: { ...wanted, wishId, requestedAt: at }, rolloutError: undefined };
  const facts = { ...factsOf(release), targetIntegrationId, wishId };
  return save(changes, 'rollout.requested', wanted, [RolloutRequested.create(caller, release.releaseId, facts)]);
}
