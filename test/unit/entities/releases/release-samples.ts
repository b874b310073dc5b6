// Releases in memory, for the models that decide on whole releases.
import type { ReleaseItem } from '../../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../../../../entities/releases/release-parts.entity.ts';

const AT = '2026-03-01T12:00:00.000Z';
const stamps = { tenantId: 't', releaseId: 'r', createdAt: AT, updatedAt: AT, revision: 1, schemaVersion: 1 };

export const sampleRelease = (over: Partial<ReleaseItem> = {}): ReleaseItem => ({
  ...stamps,
  releaseKey: 'app@1.0.0',
  service: 'app',
  version: '1.0.0',
  releaseType: 'PLANNED',
  status: 'KICKOFF_PENDING',
  isPaused: false,
  isDelayed: false,
  autoKickoff: false,
  regressionCycle: 0,
  scmIntegrationId: 'scm',
  primaryTargetId: 'store-1',
  baseBranch: 'main',
  branchRelease: 'release/1.0.0',
  platforms: ['IOS'],
  createdByAccountId: 'u',
  ...over,
});

export const sampleTarget = (over: Partial<ReleaseTargetItem> = {}): ReleaseTargetItem => ({
  ...stamps,
  targetIntegrationId: 'store-1',
  targetStatus: 'PENDING',
  ...over,
});

export const samplePipeline = (over: Partial<ReleasePipelineItem> = {}): ReleasePipelineItem => ({
  ...stamps,
  pipelineIntegrationId: 'ci-1',
  targetIntegrationId: 'store-1',
  triggered: false,
  buildStatus: 'PENDING',
  ...over,
});

/** Two stores, each with a pipeline that builds for it. */
export const sampleWhole = (over: Partial<ReleaseItem> = {}): WholeRelease => ({
  release: sampleRelease(over),
  targets: [sampleTarget(), sampleTarget({ targetIntegrationId: 'store-2' })],
  pipelines: [samplePipeline(), samplePipeline({ pipelineIntegrationId: 'ci-2', targetIntegrationId: 'store-2' })],
});
