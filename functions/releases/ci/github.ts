// GitHub's `workflow_run` (docs.github.com, "Webhook events and payloads", workflow_run) as a build report.
import * as z from 'zod';
import type { BuildReport } from '../../../entities/releases/build.model.ts';

const schema = z.looseObject({
  workflow_run: z.looseObject({
    id: z.number(),
    name: z.string().nullish(),
    path: z.string().nullish(),
    workflow_id: z.number().optional(),
    event: z.string().optional(),
    head_branch: z.string().nullish(),
    run_number: z.number(),
    run_attempt: z.number().optional(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
  }),
});

/** A conclusion that is neither success nor the work of a person or a newer run is a failure. */
function statusOf(status: string | null | undefined, conclusion: string | null | undefined): BuildReport['status'] {
  if (status !== 'completed') return 'RUNNING';
  if (conclusion === 'success') return 'SUCCESS';
  return conclusion === 'cancelled' || conclusion === 'skipped' || conclusion === 'stale' ? 'CANCELLED' : 'FAILED';
}

export function readGithubRun(payload: unknown): BuildReport {
  const { workflow_run: run } = schema.parse(payload);
  const file = run.path?.split('@')[0]?.split('/').at(-1);
  const names = [file, run.name ?? undefined, run.workflow_id?.toString()].filter((name) => name !== undefined);
  return {
    status: statusOf(run.status, run.conclusion),
    branch: run.head_branch ?? undefined,
    externalId: String(run.id),
    service: 'GITHUB_ACTIONS',
    buildNumber: String(run.run_number),
    attempt: run.run_attempt,
    buildUrl: run.html_url,
    buildLogUrl: run.html_url,
    // We start runs by workflow_dispatch: a run with another cause is ours only if its id says so.
    jobs: run.event === undefined || run.event === 'workflow_dispatch' ? names : [],
  };
}
