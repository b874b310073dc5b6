// Views of stored items. Pure. They leave out keys, tokens and schema versions.
import type { Loose } from '../_base/table/table.ts';
import type { IntegrationItem } from '../integrations/integration.entity.ts';
import { integrationViewOf } from '../integrations/integration.model.ts';
import { isOngoing } from './lifecycle/status.model.ts';
import { viewSteps } from './lifecycle/steps.model.ts';
import { viewWait, viewWaitKept } from './lifecycle/waits-for.view.ts';
import type { ReleaseComponent } from './planning/release-components.model.ts';
import type { ReleaseItem } from './release.entity.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from './release-parts.entity.ts';

/** A release with its targets and pipelines, each in the order of their ids. */
export interface WholeRelease {
  readonly release: ReleaseItem;
  readonly targets: readonly ReleaseTargetItem[];
  readonly pipelines: readonly ReleasePipelineItem[];
}

export type IntegrationsById = ReadonlyMap<string, IntegrationItem>;

export function viewSummary(release: Loose<ReleaseItem>) {
  const { tenantId: _t, schemaVersion: _s, signedOffCycle: _c, epicsCreatedAt: _e, ...stored } = release;
  const { releaseId, listedSha: _h, listedCycle: _l, hasCommits: _n, askedFor: _f, pendingCommits, ...rest } = stored;
  const { blockedByReleaseId, blockedByReleaseKey, createdByAccountId, ...others } = rest;
  const { waitsFor, waitsSince, waitsNote: _w, signOffRejection, pendingTitles: _p, reachedAt: _a, ...more } = others;
  const { components: _m, ...shown } = more;
  return {
    id: releaseId,
    kind: 'ORCHESTRATED' as const,
    ...shown,
    createdByAccountId,
    pendingCherryPicks: pendingCommits?.length ?? 0,
    ...(signOffRejection?.cycle === release.regressionCycle ? { signOffRejection } : {}),
    waitsFor: isOngoing(release.status) ? viewWaitKept({ waitsFor, waitsSince }) : null,
    ...(blockedByReleaseId === undefined
      ? {}
      : { blockedBy: { releaseId: blockedByReleaseId, releaseKey: blockedByReleaseKey ?? '' } }),
  };
}

function viewIntegration(integrations: IntegrationsById, id: string | undefined) {
  const item = id === undefined ? undefined : integrations.get(id);
  return item ? integrationViewOf(item) : null;
}

export function viewTarget(target: Loose<ReleaseTargetItem>, integrations: IntegrationsById) {
  const { tenantId: _t, releaseId: _r, schemaVersion: _s, revision: _v, rolloutWanted, storeWanted, ...shown } = target;
  const { wishId: _w, ...wanted } = rolloutWanted ?? {};
  return {
    ...shown,
    ...(rolloutWanted === undefined ? {} : { rolloutWanted: wanted }),
    ...(storeWanted === undefined
      ? {}
      : { storeWanted: { action: storeWanted.action, requestedAt: storeWanted.requestedAt } }),
    integration: viewIntegration(integrations, target.targetIntegrationId),
  };
}

export function viewPipeline(pipeline: Loose<ReleasePipelineItem>, integrations: IntegrationsById) {
  const {
    tenantId: _t,
    releaseId: _r,
    schemaVersion: _s,
    revision: _v,
    triggerId: _i,
    externalId: _e,
    buildAttempt: _a,
    told: _d,
    triggeredSha: _k,
    refreshWantedAt,
    lastBuildNumber: _l,
    lastExternalId: _x,
    ...shown
  } = pipeline;
  return {
    ...shown,
    ...(refreshWantedAt === undefined ? {} : { refreshRequestedAt: refreshWantedAt }),
    integration: viewIntegration(integrations, pipeline.pipelineIntegrationId),
  };
}

/** The answer of an action: with the present wait, whereas a list shows the stored one. */
export function viewChanged({ release, targets, pipelines }: WholeRelease) {
  const wait = viewWait({ ...release, targets, pipelines }, (id) => id);
  return { ...viewSummary(release), waitsFor: wait && { what: wait.what, since: wait.since } };
}

/** The release without its parts. */
export function viewRelease({ release, targets, pipelines }: WholeRelease, integrations: IntegrationsById) {
  const nameOf = (id: string) => integrations.get(id)?.name ?? id;
  return {
    ...viewSummary(release),
    waitsFor: viewWait({ ...release, targets, pipelines }, nameOf),
    steps: viewSteps(release),
    components: (release.components ?? []) as ReleaseComponent[],
    scmIntegration: viewIntegration(integrations, release.scmIntegrationId),
    communicationIntegration: viewIntegration(integrations, release.communicationIntegrationId),
    ticketIntegration: viewIntegration(integrations, release.ticketIntegrationId),
  };
}
