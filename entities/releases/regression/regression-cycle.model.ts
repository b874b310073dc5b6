// Regression cycles over HTTP, with their builds. Pure.
import * as z from 'zod';
import type { Loose } from '../../_base/table/table.ts';
import { reference } from '../../_base/text.ts';
import { BUILD_STATUSES, CYCLE_REASONS, CYCLE_STATUSES } from '../lifecycle/status.model.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';
import type { RegressionCycleItem } from './regression-cycle.entity.ts';

export const openCycleBody = z.lazy(() =>
  z
    .strictObject({
      pipelines: z
        .array(reference)
        .min(1)
        .max(20)
        .optional()
        .describe('The pipelines whose builds are requested. Default: all'),
      force: z.boolean().default(false).describe('Even without new commits on the release branch'),
    })
    .optional(),
);

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

export const regressionCycleView = z
  .lazy(() =>
    z.strictObject({
      number: z.number().int(),
      status: z.enum(CYCLE_STATUSES),
      reason: z.enum(CYCLE_REASONS),
      openedAt: z.string(),
      closedAt: z.string().optional(),
      signedOffBy: z.string().optional(),
      headSha: z.string().optional().describe('The head of the release branch; absent until the workflow has read it'),
      commits: z
        .array(cycleCommit)
        .describe(
          'The commits of the release branch since the previous cycle, or since the cut; the last 100 of commitCount',
        ),
      commitCount: z.number().int().describe('The number of commits; 1,000 stands for that many or more'),
      builds: z
        .array(cycleBuild)
        .describe('The present builds of an open cycle, or the builds at the end of a closed one'),
    }),
  )
  .meta({ id: 'RegressionCycle' });

/** The present builds of a cycle. */
export const buildsOf = (pipelines: readonly Loose<ReleasePipelineItem>[]): CycleBuild[] =>
  pipelines.map(({ pipelineIntegrationId, buildStatus, buildNumber, buildUrl }) => ({
    pipelineIntegrationId,
    buildStatus,
    ...(buildNumber === undefined ? {} : { buildNumber }),
    ...(buildUrl === undefined ? {} : { buildUrl }),
  }));

export function viewCycle(item: RegressionCycleItem, pipelines: readonly Loose<ReleasePipelineItem>[]) {
  const { tenantId: _t, releaseId: _r, schemaVersion: _s, revision: _v, createdAt: _c, updatedAt: _u, ...rest } = item;
  const { cycle, builds, commits = [], authors: _a, ...shown } = rest;
  const { commitCount = commits.length } = item;
  return { ...shown, number: cycle, commits, commitCount, builds: builds ?? buildsOf(pipelines) };
}
