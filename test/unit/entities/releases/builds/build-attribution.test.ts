// Builds that are told from each other by numbers, items of the queue and refs, of services that count in ways of their own.
import { expect, it } from 'vitest';
import { attributionOf, type BuildSource } from '../../../../../entities/releases/builds/build.model.ts';
import type { BuildReport } from '../../../../../entities/releases/builds/build-report.model.ts';
import type { ReleasePipelineItem } from '../../../../../entities/releases/release-parts.entity.ts';
import { sampleWhole } from '../release-samples.ts';

const [{ lastBuildNumber: _, ...sample }] = sampleWhole().pipelines as [ReleasePipelineItem];
const pipeline = (over: Partial<ReleasePipelineItem>): ReleasePipelineItem => ({
  ...{ ...sample, buildStatus: 'PENDING', triggered: true, triggerId: 'trigger-2' },
  ...over,
});
const jenkins: BuildSource = { service: 'JENKINS', job: 'ios', scmIntegrationId: 'scm' };
const gitlab: BuildSource = { service: 'GITLAB_CI', job: undefined, scmIntegrationId: 'scm', repository: 'acme/app' };
const report = (over: Partial<BuildReport>): BuildReport => ({
  ...{ status: 'RUNNING', integrationId: sample.pipelineIntegrationId, ...over },
});

it.each<[string, Partial<ReleasePipelineItem>, BuildSource, Partial<BuildReport>, string | undefined]>([
  ['the tenth of a day', { lastBuildNumber: '20261130.9' }, jenkins, { buildNumber: '20261130.10' }, 'MAYBE'],
  ['the ninth after it', { lastBuildNumber: '20261130.10' }, jenkins, { buildNumber: '20261130.9' }, undefined],
  [
    'our item of the queue, of a job that was made anew and counts from 1',
    { externalId: '7', lastBuildNumber: '50' },
    jenkins,
    { queueId: '7', buildNumber: '1' },
    'OURS',
  ],
  ['a pipeline of our project', {}, gitlab, { repository: 'acme/app', externalId: '9' }, 'MAYBE'],
  ['one that cannot be ours', {}, gitlab, { repository: 'acme/app', externalId: '9', jobs: [] }, undefined],
])('%s', (_, known, source, told, expected) => {
  const jobs = source.job === undefined ? {} : { jobs: [source.job] };
  expect(attributionOf(pipeline(known), source, report({ ...jobs, ...told }))).toBe(expected);
});
