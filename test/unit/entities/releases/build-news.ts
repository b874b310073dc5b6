// News of one build (the answer to our trigger, and reports of each sender), and the state that is known after it.
import type { PipelineType } from '../../../../entities/integrations/types/integration-types.ts';
import { applyBuildReport, attributionOf, bindBuild } from '../../../../entities/releases/builds/build.model.ts';
import type { BuildReport, TriggerAnswer } from '../../../../entities/releases/builds/build-report.model.ts';
import type { ReleasePipelineItem } from '../../../../entities/releases/release-parts.entity.ts';
import { cdeventRun } from '../../../../entities/releases/reports/cdevents.reader.ts';
import { githubRun } from '../../../../entities/releases/reports/github.reader.ts';
import { gitlabPipeline } from '../../../../entities/releases/reports/gitlab.reader.ts';
import { jenkinsBuild } from '../../../../entities/releases/reports/jenkins.reader.ts';
import { sampleWhole } from './release-samples.ts';

const [sample] = sampleWhole().pipelines as [ReleasePipelineItem];
const asked: ReleasePipelineItem = { ...sample, triggered: true, triggerId: 'trigger-1', lastBuildNumber: '16' };
export const sourceOf = (service: PipelineType, job?: string) => ({
  ...{ service, job, scmIntegrationId: 'scm' },
  repository: service === 'JENKINS' ? undefined : 'acme/app',
});

/** One thing that is heard: the answer to our trigger, or a report. */
export type News =
  | { readonly answer: TriggerAnswer & { readonly externalId: string } }
  | { readonly report: BuildReport };

export function known(source: ReturnType<typeof sourceOf>, news: readonly News[]) {
  let pipeline = asked;
  for (const one of news) {
    if ('answer' in one) {
      pipeline = { ...pipeline, ...bindBuild(pipeline, one.answer) } as ReleasePipelineItem;
      continue;
    }
    const attribution = attributionOf(pipeline, source, one.report);
    const changes = attribution && applyBuildReport(pipeline, one.report, attribution);
    pipeline = { ...pipeline, ...changes } as ReleasePipelineItem;
  }
  const { told: _, ...seen } = pipeline;
  return JSON.parse(JSON.stringify(seen));
}

export function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length < 2) yield items;
  else {
    for (const [index, item] of items.entries())
      for (const rest of permutations(items.filter((_, at) => at !== index))) yield [item, ...rest];
  }
}

export const reports = (...told: (BuildReport | undefined)[]): News[] =>
  told.flatMap((report) => (report ? [{ report }] : []));

export const github = ({ id = 12, ...over }: { readonly id?: number; readonly [name: string]: unknown }) =>
  githubRun.read({
    repository: { full_name: 'acme/app' },
    workflow_run: {
      ...{ id, run_number: 36, event: 'workflow_dispatch', path: '.github/workflows/release.yml' },
      ...{ html_url: `https://github.com/acme/app/actions/runs/${id}`, head_sha: 'c0ffee1', ...over },
    },
  });
export const done = (conclusion: string, run_attempt = 1) => github({ status: 'completed', conclusion, run_attempt });

export const gitlab = (status: string, job: string, finished_at: string | null = null) =>
  gitlabPipeline.read({
    object_attributes: { id: 700, iid: 31, source: 'api', status, finished_at, url: 'https://gitlab.com/p/700' },
    project: { web_url: 'https://gitlab.com/acme/app', path_with_namespace: 'acme/app' },
    builds: [{ id: 1, created_at: job }],
  });

interface JenkinsBuild {
  readonly number?: number;
  readonly queue_id?: number;
  readonly trigger?: string;
  readonly status?: string;
}
const parametersOf = (trigger?: string) => ({ BRANCH: 'b', ...(trigger && { WINDLASS_TRIGGER_ID: trigger }) });
export const jenkins = (
  phase: string,
  { number = 51, queue_id = 7, trigger, status }: JenkinsBuild = {},
  over: object = {},
) =>
  jenkinsBuild.read({
    ...{ name: 'ios', url: 'job/mobile/job/ios/' },
    build: {
      ...{ number, queue_id, phase, status, full_url: `https://ci.test/job/mobile/job/ios/${number}/` },
      parameters: parametersOf(trigger),
      ...over,
    },
  });
export const jenkinsEvent = (predicate: string, time: string, outcome?: string, status?: string, trigger?: string) =>
  cdeventRun.read({
    context: { type: `dev.cdevents.pipelinerun.${predicate}.0.2.0`, timestamp: time },
    subject: { id: '51', content: { pipelineName: 'mobile » ios', outcome } },
    customData: {
      ...{ name: 'ios', url: 'job/mobile/job/ios/' },
      build: {
        ...{ number: 51, queueId: 7, status, url: 'job/mobile/job/ios/51/', parameters: parametersOf(trigger) },
        fullUrl: 'https://ci.test/job/mobile/job/ios/51/',
      },
    },
  });
export const cdevent = (predicate: string, outcome?: string, time?: string, customData?: object) =>
  cdeventRun.read({
    context: { type: `dev.cdevents.pipelinerun.${predicate}.0.2.0`, timestamp: time },
    subject: { id: `run-${time}`, content: { url: 'https://ci.test/runs/our', outcome } },
    customData,
  });
