// Reads GitLab's `Pipeline Hook` and `Push Hook` (docs.gitlab.com/user/project/integrations/webhook_events/). A push lists its newest
// 20 commits; a deletion has none, and a tag is another event.
import * as z from 'zod';
import { commitOf, ourParameters, ourVariables } from './build-words.model.ts';
import { endOfGitlabPipeline } from './ci-status.model.ts';
import { pushFields, pushOf, reader } from './report.model.ts';

const project = z.object({ id: z.number().optional(), path_with_namespace: z.string().optional() });
const namedBy = (given: z.output<typeof project> | undefined) => ({
  repository: given?.path_with_namespace,
  repositoryId: given?.id?.toString(),
});

const job = z.object({
  id: z.number(),
  created_at: z.string().optional(),
  artifacts_file: z.object({ filename: z.string().optional() }).optional(),
});
type Job = z.output<typeof job>;

const pipeline = z.object({
  object_attributes: z.object({
    id: z.number(),
    iid: z.number().optional(),
    ref: z.string().optional(),
    /** True if the ref is a tag, which may have the name of a branch. */
    tag: z.boolean().optional(),
    sha: z.string().optional(),
    status: z.string(),
    source: z.string().optional(),
    finished_at: z.string().optional(),
    url: z.string().optional(),
    variables: ourVariables.optional(),
  }),
  project: project.extend({ web_url: z.string().optional() }).optional(),
  builds: z.array(job).optional(),
});

/** The sources of pipelines that we start; pushes, schedules and merge requests start others. */
const OUR_SOURCES: readonly (string | undefined)[] = ['api', 'trigger', undefined];

const timeOf = (text: string | undefined): number => Date.parse(text ?? '') || 0;

/**
 * The time of the newest job or end, which grows with every retry: a retry makes new jobs in the same pipeline. While it runs, the
 * pipeline still has the time of its earlier end.
 */
function attemptOf(isEnded: boolean, finishedAt: string | undefined, jobs: readonly Job[]): number | undefined {
  const end = timeOf(finishedAt);
  const afterEnd = end === 0 || isEnded ? end : end + 1;
  return Math.max(afterEnd, ...jobs.map(({ created_at }) => timeOf(created_at))) || undefined;
}

/** The download address of the artifacts of the newest job that has some. */
function artifactUrlOf(webUrl: string | undefined, jobs: readonly Job[]): string | undefined {
  const ids = jobs.filter(({ artifacts_file }) => artifacts_file?.filename).map(({ id }) => id);
  return ids.length === 0 || webUrl === undefined
    ? undefined
    : `${webUrl}/-/jobs/${Math.max(...ids)}/artifacts/download`;
}

export const gitlabPipeline = reader('BUILD', pipeline, ({ object_attributes: pipeline, project, builds }) => {
  if (!OUR_SOURCES.includes(pipeline.source)) return undefined;
  const jobs = builds ?? [];
  const end = endOfGitlabPipeline(pipeline.status);
  const variables = Object.fromEntries((pipeline.variables ?? []).map(({ key, value }) => [key, value]));
  const { triggerId, storeBuildNumber } = ourParameters(variables);
  // `url` exists since GitLab 16.
  const url = pipeline.url ?? (project?.web_url && `${project.web_url}/-/pipelines/${pipeline.id}`);
  return {
    status: end ?? 'RUNNING',
    branch: pipeline.ref,
    externalId: String(pipeline.id),
    service: 'GITLAB_CI',
    ...namedBy(project),
    triggerId,
    buildNumber: pipeline.iid?.toString(),
    storeBuildNumber,
    commitSha: commitOf(pipeline.sha),
    attempt: attemptOf(end !== undefined, pipeline.finished_at, jobs),
    buildUrl: url,
    buildLogUrl: url,
    // We start pipelines of branches: one of a tag is ours only if its id says so.
    ...(pipeline.tag === true ? { jobs: [] } : {}),
    artifactUrl: artifactUrlOf(project?.web_url, jobs),
  };
});

const push = z.object({ ...pushFields, project: project.optional() });

export const gitlabPush = reader('PUSH', push, ({ project, ...told }) => pushOf(told, namedBy(project)));
