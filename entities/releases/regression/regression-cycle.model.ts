// Regression cycles over HTTP, and the builds of one. Pure.
import * as z from 'zod';
import type { Loose } from '../../_base/table/table.ts';
import { BUILD_STATUSES, CYCLE_REASONS, CYCLE_STATUSES } from '../lifecycle/status.model.ts';
import { reference } from '../planning/release-body.model.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';
import type { RegressionCycleItem } from './regression-cycle.entity.ts';

export const openCycleBody = z
  .strictObject({
    pipelines: z.array(reference).min(1).max(20).optional().describe('Which to ask for builds. Default: all'),
    force: z.boolean().default(false).describe('Also when nothing new has been pushed to the release branch'),
  })
  .optional();

const cycleBuild = z.strictObject({
  pipelineIntegrationId: z.string(),
  buildStatus: z.enum(BUILD_STATUSES),
  buildNumber: z.string().optional(),
  buildUrl: z.string().optional(),
});
export type CycleBuild = z.output<typeof cycleBuild>;

const cycleCommit = z.strictObject({
  sha: z.string(),
  message: z.string().describe('The first line'),
  author: z.string(),
  committedAt: z.string(),
});

export const regressionCycleView = z.strictObject({
  number: z.number().int(),
  status: z.enum(CYCLE_STATUSES),
  reason: z.enum(CYCLE_REASONS),
  openedAt: z.string(),
  closedAt: z.string().optional(),
  signedOffBy: z.string().optional(),
  headSha: z.string().optional().describe('Of the release branch; absent until the workflow has read it'),
  commits: z
    .array(cycleCommit)
    .describe('On the release branch since the cycle before, or since it was cut; the last 100, of commitCount'),
  commitCount: z.number().int().describe('How many there are; 1,000 stands for that many or more'),
  builds: z.array(cycleBuild).describe('Of an open cycle as they are now, of a closed one as they were at its end'),
});

/** The builds that a cycle has now. */
export const buildsOf = (pipelines: readonly Loose<ReleasePipelineItem>[]): CycleBuild[] =>
  pipelines.map(({ pipelineIntegrationId, buildStatus, buildNumber, buildUrl }) => ({
    pipelineIntegrationId,
    buildStatus,
    ...(buildNumber === undefined ? {} : { buildNumber }),
    ...(buildUrl === undefined ? {} : { buildUrl }),
  }));

export function viewCycle(item: RegressionCycleItem, pipelines: readonly Loose<ReleasePipelineItem>[]) {
  const { tenantId: _t, releaseId: _r, schemaVersion: _s, revision: _v, createdAt: _c, updatedAt: _u, ...rest } = item;
  const { cycle, builds, commits = [], ...shown } = rest;
  const { commitCount = commits.length } = item;
  return { ...shown, number: cycle, commits, commitCount, builds: builds ?? buildsOf(pipelines) };
}
