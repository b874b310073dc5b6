// GitHub's `workflow_run` (docs.github.com, "Webhook events and payloads", workflow_run) as a build report.
import * as z from 'zod';
import type { BuildReport } from '../../../../entities/releases/builds/build-report.model.ts';
import { commitOf } from '../our-parameters.ts';

const schema = z.looseObject({
  workflow_run: z.looseObject({
    id: z.number(),
    name: z.string().nullish(),
    path: z.string().nullish(),
    workflow_id: z.number().optional(),
    event: z.string().optional(),
    head_branch: z.string().nullish(),
    head_sha: z.string().nullish(),
    run_number: z.number(),
    run_attempt: z.number().optional(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
  }),
  repository: z.looseObject({ full_name: z.string().optional() }).nullish(),
});

/** Conclusions with which checks pass (docs.github.com, "About status checks"). */
const GOOD: readonly unknown[] = ['success', 'neutral'];
const GIVEN_UP: readonly unknown[] = ['cancelled', 'skipped', 'stale'];
/** It waits for a person, and goes on as the same attempt. */
const WAITS = 'action_required';

/** A conclusion that is neither good nor the work of a person or a newer run is a failure. */
function statusOf(status: string | null | undefined, conclusion: string | null | undefined): BuildReport['status'] {
  if (status !== 'completed' || conclusion === WAITS) return 'RUNNING';
  if (GOOD.includes(conclusion)) return 'SUCCESS';
  return GIVEN_UP.includes(conclusion) ? 'CANCELLED' : 'FAILED';
}

export function readGithubRun(payload: unknown): BuildReport {
  const { workflow_run: run, repository } = schema.parse(payload);
  const status = statusOf(run.status, run.conclusion);
  const file = run.path?.split('@')[0]?.split('/').at(-1);
  const names = [file, run.name ?? undefined, run.workflow_id?.toString()].filter((name) => name !== undefined);
  return {
    status,
    branch: run.head_branch ?? undefined,
    externalId: String(run.id),
    service: 'GITHUB_ACTIONS',
    repository: repository?.full_name,
    buildNumber: String(run.run_number),
    attempt: run.run_attempt,
    commitSha: commitOf(run.head_sha),
    buildUrl: run.html_url,
    buildLogUrl: run.html_url,
    // The part of the run's page that lists them: their API addresses need a token.
    artifactUrl: status === 'SUCCESS' ? `${run.html_url}#artifacts` : undefined,
    // We start runs by workflow_dispatch: a run with another cause is ours only if its id says so.
    jobs: run.event === undefined || run.event === 'workflow_dispatch' ? names : [],
  };
}
