// The routes of regression cycles and of rollouts. Part of the manifest.
import * as z from 'zod';
import { listOf, pageQuery } from '../../../entities/_base/list.ts';
import { reportBuildBody } from '../../../entities/releases/builds/person-report.model.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { openCycleBody, regressionCycleView } from '../../../entities/releases/regression/regression-cycle.model.ts';
import { releasePipelineView, triggerBody } from '../../../entities/releases/release.model.ts';
import { releaseTargetView } from '../../../entities/releases/targets/release-target.model.ts';
import { rollOutBody } from '../../../entities/releases/targets/rollout.model.ts';

const {
  build_done,
  build_under_way,
  held_back,
  illegal_transition,
  no_build,
  no_new_commits,
  not_found,
  nothing_new,
  paused,
  pipeline_not_found,
  rollout_refused,
  target_illegal_transition,
  target_not_found,
} = releaseErrors;
const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const lead = { role: 'LEAD', scope: 'releases:write' } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

const rolloutErrors = [
  held_back,
  illegal_transition,
  not_found,
  nothing_new,
  rollout_refused,
  target_not_found,
] as const;
const rollout = { method: 'POST', access: lead, status: 202, reply: releaseTargetView } as const;

export const lifecycleRoutes = {
  listRegressionCycles: {
    method: 'GET',
    path: '/releases/{release}/regression-cycles',
    summary: 'Lists the regression cycles of a release with their commits and builds, newest first',
    access: read,
    query: z.strictObject(pageQuery),
    errors: [not_found],
    status: 200,
    reply: listOf(regressionCycleView),
  },
  openRegressionCycle: {
    method: 'POST',
    path: '/releases/{release}/regression-cycles',
    summary:
      'Opens the next cycle for new commits on the release branch and requests its builds, also in BUILD_SUBMITTED',
    access: develop,
    body: openCycleBody,
    errors: [illegal_transition, no_new_commits, not_found, paused, pipeline_not_found, target_illegal_transition],
    status: 201,
    reply: regressionCycleView,
  },
  triggerPipeline: {
    method: 'POST',
    path: '/releases/{release}/pipelines/{integration}/trigger',
    summary: 'Requests a build unless one is requested or runs; a release in BUILD_SUBMITTED goes back to regression',
    access: develop,
    body: triggerBody,
    errors: [
      build_done,
      build_under_way,
      illegal_transition,
      no_new_commits,
      not_found,
      paused,
      pipeline_not_found,
      target_illegal_transition,
    ],
    status: 202,
    reply: releasePipelineView,
  },
  refreshPipeline: {
    method: 'POST',
    path: '/releases/{release}/pipelines/{integration}/refresh',
    summary: 'Asks the CI service for the state of the build; refreshedAt and refreshError have the outcome',
    access: develop,
    errors: [build_done, illegal_transition, no_build, not_found, pipeline_not_found],
    status: 202,
    reply: releasePipelineView,
  },
  reportBuild: {
    method: 'POST',
    path: '/releases/{release}/pipelines/{integration}/status',
    summary: 'Reports the end of a build that CI did not report',
    access: develop,
    body: reportBuildBody,
    errors: [build_done, illegal_transition, no_build, not_found, nothing_new, pipeline_not_found],
    status: 200,
    reply: releasePipelineView,
  },
  rollOutTarget: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout',
    summary: 'Asks the store to roll the version out to a percentage of users, which never shrinks',
    errors: [...rolloutErrors, paused],
    body: rollOutBody,
  },
  pauseRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/pause',
    summary: 'Asks the store to pause its phased release',
    errors: rolloutErrors,
  },
  resumeRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/resume',
    summary: 'Asks the store to resume a paused or halted rollout',
    errors: [...rolloutErrors, paused],
  },
  haltRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/halt',
    summary: 'Asks the store to halt the rollout',
    errors: rolloutErrors,
  },
  completeRollout: {
    ...rollout,
    path: '/releases/{release}/targets/{integration}/rollout/complete',
    summary: 'Asks the store to roll the version out to all users',
    errors: [...rolloutErrors, paused],
  },
} as const;
