// GitLab's `Pipeline Hook` (docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events) as a build report.
import * as z from 'zod';
import type { BuildReport } from '../../../entities/releases/build.model.ts';

const schema = z.looseObject({
  object_attributes: z.looseObject({
    id: z.number(),
    iid: z.number().optional(),
    ref: z.string().nullish(),
    status: z.string(),
    source: z.string().optional(),
    finished_at: z.string().nullish(),
    url: z.string().optional(),
    variables: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).nullish(),
  }),
  project: z.looseObject({ web_url: z.string().optional() }).optional(),
});

/** Every other status is one before the end: created, pending, running, manual, scheduled, canceling, … */
const ENDS = new Map<string, BuildReport['status']>([
  ['success', 'SUCCESS'],
  ['failed', 'FAILED'],
  ['canceled', 'CANCELLED'],
  ['skipped', 'CANCELLED'],
]);

/** What we start has one of these as its source; pushes, schedules and merge requests start pipelines too. */
const OUR_SOURCES: readonly (string | undefined)[] = ['api', 'trigger', undefined];

export function readGitlabPipeline(payload: unknown): BuildReport | undefined {
  const { object_attributes: pipeline, project } = schema.parse(payload);
  if (!OUR_SOURCES.includes(pipeline.source)) return undefined;
  const triggerId = pipeline.variables?.find(({ key }) => key === 'WINDLASS_TRIGGER_ID')?.value;
  // `url` is there since GitLab 16.
  const url = pipeline.url ?? (project?.web_url && `${project.web_url}/-/pipelines/${pipeline.id}`);
  return {
    status: ENDS.get(pipeline.status) ?? 'RUNNING',
    branch: pipeline.ref ?? undefined,
    externalId: String(pipeline.id),
    service: 'GITLAB_CI',
    triggerId: typeof triggerId === 'string' ? triggerId : undefined,
    buildNumber: pipeline.iid?.toString(),
    attempt: Date.parse(pipeline.finished_at ?? '') || undefined,
    buildUrl: url,
    buildLogUrl: url,
  };
}
