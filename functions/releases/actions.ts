// Releases, targets and pipelines as operations answer them: with the actions that the caller may do now, decided by the functions that
// also decide in the operations. Pure.
import type { Loose } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import type { TargetType } from '../../entities/integrations/types/integration-types.ts';
import { assertMayRefresh, assertMayReport } from '../../entities/releases/builds/person-report.model.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import {
  archive,
  assertDeletable,
  cancel,
  kickOff,
  pause,
  resume,
} from '../../entities/releases/lifecycle/lifecycle.model.ts';
import type { StoreAction } from '../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseNotesItem } from '../../entities/releases/notes/release-notes.entity.ts';
import { assertEditable, viewNotes } from '../../entities/releases/notes/release-notes.model.ts';
import { assertChangeable } from '../../entities/releases/planning/release-change.model.ts';
import { openCycle, requestBuild, retryTask } from '../../entities/releases/regression/regression.model.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { PipelineAction, ReleaseAction } from '../../entities/releases/release.model.ts';
import {
  type IntegrationsById,
  viewChanged,
  viewPipeline,
  viewRelease,
  viewTarget,
  type WholeRelease,
} from '../../entities/releases/release.view.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../../entities/releases/release-parts.entity.ts';
import type { TargetAction } from '../../entities/releases/targets/release-target.model.ts';
import { assertMayRollOut, decideRollout, type RolloutAction } from '../../entities/releases/targets/rollout.model.ts';
import { assertMayAskStore, submitTarget } from '../../entities/releases/targets/submission.model.ts';
import { assertReportable } from '../../entities/releases/targets/target.model.ts';
import { assertOptionsOpen } from '../../entities/releases/targets/target-options.model.ts';
import { actionsOf } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

const anyTrigger = () => '';

/** Throws `release.target_not_found` if the target's integration is unknown. */
export function storeTypeOf({ targetIntegrationId }: ReleaseTargetItem, integrations: IntegrationsById): TargetType {
  const type = integrations.get(targetIntegrationId)?.type as TargetType | undefined;
  if (type === undefined) throw releaseErrors.target_not_found();
  return type;
}

function releaseActions(caller: Caller, whole: WholeRelease) {
  const { release, targets } = whole;
  return actionsOf<ReleaseAction>(caller, manifest, {
    updateRelease: () => assertChangeable(release),
    kickOffRelease: () => kickOff(release),
    pauseRelease: () => pause(release, 'USER_REQUESTED', undefined),
    resumeRelease: () => resume(release),
    retryRelease: () => retryTask(whole),
    openRegressionCycle: () => openCycle(whole, { force: true }, anyTrigger),
    editReleaseNotes: () => assertEditable(release),
    cancelRelease: () => cancel(release, undefined),
    archiveRelease: () => archive(release),
    deleteRelease: () => assertDeletable(release, targets),
  });
}

function targetActions(caller: Caller, whole: WholeRelease, target: ReleaseTargetItem, integrations: IntegrationsById) {
  const { release } = whole;
  const type = () => storeTypeOf(target, integrations);
  const asks = (action: StoreAction) => () => assertMayAskStore(release, target, type(), action);
  const rollsOut = (action: RolloutAction) => () => decideRollout(release, target, type(), { action });
  return actionsOf<TargetAction>(caller, manifest, {
    updateTarget: () => assertOptionsOpen(release, target),
    reportTarget: () => assertReportable(release, target, type()),
    submitTarget: () => submitTarget(whole, target, undefined, isoOf(caller.at), anyTrigger),
    withdrawTarget: asks('WITHDRAW'),
    releaseTarget: asks('RELEASE'),
    refreshTarget: asks('REFRESH'),
    rollOutTarget: () => assertMayRollOut(release, target, type()),
    pauseRollout: rollsOut('PAUSE'),
    resumeRollout: rollsOut('RESUME'),
    haltRollout: rollsOut('HALT'),
    completeRollout: rollsOut('COMPLETE'),
  });
}

const pipelineActions = (caller: Caller, whole: WholeRelease, pipeline: ReleasePipelineItem) =>
  actionsOf<PipelineAction>(caller, manifest, {
    triggerPipeline: () => requestBuild(whole, pipeline, anyTrigger, true),
    refreshPipeline: () => assertMayRefresh(whole, pipeline),
    reportBuild: () => assertMayReport(whole, pipeline, { status: 'SUCCESS' }),
  });

/** A part of a release after changes, which may delete attributes. */
type Changed<Item> = Item | Loose<Item>;

/** `whole` may have the target as it was before. */
export function showTarget(
  caller: Caller,
  whole: WholeRelease,
  changed: Changed<ReleaseTargetItem>,
  integrations: IntegrationsById,
) {
  const target = changed as ReleaseTargetItem;
  const { targetIntegrationId: id } = target;
  const targets = whole.targets.map((one) => (one.targetIntegrationId === id ? target : one));
  const actions = targetActions(caller, { ...whole, targets }, target, integrations);
  return { ...viewTarget(target, integrations), actions };
}

/** `whole` may have the pipeline as it was before. */
export function showPipeline(
  caller: Caller,
  whole: WholeRelease,
  changed: Changed<ReleasePipelineItem>,
  integrations: IntegrationsById,
) {
  const pipeline = changed as ReleasePipelineItem;
  const { pipelineIntegrationId: id } = pipeline;
  const pipelines = whole.pipelines.map((one) => (one.pipelineIntegrationId === id ? pipeline : one));
  return {
    ...viewPipeline(pipeline, integrations),
    actions: pipelineActions(caller, { ...whole, pipelines }, pipeline),
  };
}

export const showNotes = (
  caller: Caller,
  release: ReleaseItem,
  notes: ReleaseNotesItem,
  targets: readonly ReleaseTargetItem[],
) => ({
  ...viewNotes(notes, targets),
  actions: actionsOf(caller, manifest, {
    editReleaseNotes: () => assertEditable(release),
    deleteReleaseNotes: () => assertEditable(release, 'locale'),
  }),
});

/** The answer of an action on a release. */
export const showChanged = (caller: Caller, whole: WholeRelease) => ({
  ...viewChanged(whole),
  actions: releaseActions(caller, whole),
});

export const showRelease = (caller: Caller, whole: WholeRelease, integrations: IntegrationsById) => ({
  ...viewRelease(whole, integrations),
  targets: whole.targets.map((target) => showTarget(caller, whole, target, integrations)),
  pipelines: whole.pipelines.map((pipeline) => showPipeline(caller, whole, pipeline, integrations)),
  actions: releaseActions(caller, whole),
});
