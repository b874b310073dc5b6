// The routes of regression cycles and of rollouts. Part of the manifest.
import * as z from 'zod';
import { listOf, pageQuery } from '../../../entities/_base/list.ts';
import { reportBuildBody } from '../../../entities/releases/builds/person-report.model.ts';
import { openCycleBody, regressionCycleView } from '../../../entities/releases/regression/regression-cycle.model.ts';
import { releasePipelineView } from '../../../entities/releases/release.model.ts';
import { releaseTargetView } from '../../../entities/releases/targets/release-target.model.ts';
import { rollOutBody } from '../../../entities/releases/targets/rollout.model.ts';

const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'releases:write' } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

const rollout = { method: 'POST', access: lead, status: 202, reply: releaseTargetView } as const;

export const lifecycleRoutes = {
  listRegressionCycles: {
    method: 'GET',
    path: '/releases/{release}/regression-cycles',
    summary: 'The regression cycles of a release with their commits and builds, newest first',
    access: read,
    query: z.strictObject(pageQuery),
    status: 200,
    reply: listOf(regressionCycleView),
  },
  openRegressionCycle: {
    method: 'POST',
    path: '/releases/{release}/regression-cycles',
    summary:
      'Opens the next cycle for what has been pushed to the release branch, and asks for its builds; also while stores have it',
    access: develop,
    body: openCycleBody,
    status: 201,
    reply: regressionCycleView,
  },
  refreshPipeline: {
    method: 'POST',
    path: '/releases/{release}/pipelines/{integration}/refresh',
    summary: 'Asks the CI service what has become of the build; refreshedAt and refreshError say when and why not',
    access: develop,
    status: 202,
    reply: releasePipelineView,
  },
  reportBuild: {
    method: 'POST',
    path: '/releases/{release}/pipelines/{integration}/status',
    summary: 'Records what became of a build whose end CI did not tell',
    access: develop,
    body: reportBuildBody,
    status: 200,
    reply: releasePipelineView,
  },
  rollOutTarget: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout',
    summary: 'Asks the store to bring the version to a percentage of users, never to fewer than have it',
    body: rollOutBody,
  },
  pauseRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/pause',
    summary: 'Asks the store to pause its phased release',
  },
  resumeRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/resume',
    summary: 'Asks the store to carry on with a rollout that is paused or halted',
  },
  haltRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/halt',
    summary: 'Asks the store to offer the version to nobody else',
  },
  completeRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/complete',
    summary: 'Asks the store to bring the version to everyone',
  },
} as const;
