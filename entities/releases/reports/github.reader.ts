// Reads GitHub's `workflow_run` and `push` (docs.github.com, "Webhook events and payloads").
import * as z from 'zod';
import { commitOf } from './build-words.model.ts';
import { statusOfGithubRun } from './ci-status.model.ts';
import { pushFields, pushOf, reader } from './report.model.ts';

const repository = z.object({ full_name: z.string().optional() }).optional();

const run = z.object({
  workflow_run: z.object({
    id: z.number(),
    name: z.string().optional(),
    path: z.string().optional(),
    workflow_id: z.number().optional(),
    event: z.string().optional(),
    head_branch: z.string().optional(),
    head_sha: z.string().optional(),
    run_number: z.number(),
    run_attempt: z.number().optional(),
    status: z.string().optional(),
    conclusion: z.string().optional(),
    html_url: z.string(),
  }),
  repository,
});

export const githubRun = reader('BUILD', run, ({ workflow_run: run, repository }) => {
  const status = statusOfGithubRun(run);
  const file = run.path?.split('@')[0]?.split('/').at(-1);
  const names = [file, run.name, run.workflow_id?.toString()].filter((name) => name !== undefined);
  return {
    status,
    branch: run.head_branch,
    externalId: String(run.id),
    service: 'GITHUB_ACTIONS',
    repository: repository?.full_name,
    buildNumber: String(run.run_number),
    attempt: run.run_attempt,
    commitSha: commitOf(run.head_sha),
    buildUrl: run.html_url,
    buildLogUrl: run.html_url,
    // The list on the page of the run, because the API addresses of artifacts need a token.
    artifactUrl: status === 'SUCCESS' ? `${run.html_url}#artifacts` : undefined,
    // We start runs by workflow_dispatch: a run with another cause is ours only if its id says so.
    jobs: run.event === undefined || run.event === 'workflow_dispatch' ? names : [],
  };
});

const push = z.object({ ...pushFields, deleted: z.boolean().optional(), repository });

export const githubPush = reader('PUSH', push, ({ deleted, repository, ...told }) =>
  deleted === true ? [] : pushOf(told, { repository: repository?.full_name }),
);
