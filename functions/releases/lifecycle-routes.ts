// The routes of regression cycles. Part of the manifest.
import * as z from 'zod';
import { listOf, pageQuery } from '../../entities/_base/list.ts';
import { openCycleBody, regressionCycleView } from '../../entities/releases/regression-cycle.model.ts';

const read = { role: 'VIEWER', scope: 'releases:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'releases:write', ci: true } as const;

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
    summary: 'Opens the next cycle for what has been pushed to the release branch, and asks for its builds',
    access: develop,
    body: openCycleBody,
    status: 201,
    reply: regressionCycleView,
  },
} as const;
