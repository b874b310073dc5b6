// Reads a CDEvent about a pipeline run (cdevents.dev, "Core Events"; "CloudEvents Binding") with or without its CloudEvents envelope.
// CDEvents have no branches and parameters; these are read from `customData`, where Jenkins' plugin (plugins.jenkins.io/cdevents) puts
// them under `build`.
import * as z from 'zod';
import { jsonOf, withoutNulls } from '../../_base/json.ts';
import { momentOf } from '../../_base/time/iso.ts';
import type { BuildReport } from '../builds/build-report.model.ts';
import { branchOf, buildNumberOf, commitOf, ourParameters, textOf } from './build-words.model.ts';
import { statusOfJenkinsResult } from './ci-status.model.ts';
import { artifactUrlOf, jobPathOf } from './jenkins.reader.ts';
import { reader } from './report.model.ts';

const anything = z.unknown().optional();
const record = z.record(z.string(), anything).optional().catch(undefined);
const run = z.object({
  fullUrl: anything,
  url: anything,
  number: anything,
  queueId: anything,
  status: anything,
  parameters: record,
  scmState: record,
  artifacts: record,
});
const customDataSchema = run.extend({
  branch: anything,
  triggerId: anything,
  buildNumber: anything,
  storeBuildNumber: anything,
  commitSha: anything,
  artifactUrl: anything,
  build: run.optional().catch(undefined),
});

const cdevent = z.object({
  context: z.object({ type: z.string(), timestamp: z.string().optional().catch(undefined) }),
  subject: z.object({
    id: z.string(),
    content: z
      .object({
        pipelineName: z.string().optional(),
        /** Called `url` or `uri`, as the version is. */
        url: z.string().optional(),
        uri: z.string().optional(),
        outcome: z.string().optional(),
      })
      .default({}),
  }),
  // Its content is not specified.
  customData: customDataSchema.optional().catch(undefined),
});

const named = z.object({ context: z.object({ type: z.string() }) });

const OUTCOMES = new Map<string | undefined, BuildReport['status']>([
  ['success', 'SUCCESS'],
  ['failure', 'FAILED'],
  ['error', 'FAILED'],
  ['cancel', 'CANCELLED'],
  ['skip', 'CANCELLED'],
]);

const isAbsolute = (url: string | undefined): boolean => /^https?:/.test(url ?? '');

/** The event in its envelope: an object, JSON, or JSON in base64. */
export function openedOf(payload: unknown): unknown {
  const { data, data_base64: encoded } = z.object({ data: anything, data_base64: anything }).parse(payload);
  const text = typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : data;
  return typeof text === 'string' ? withoutNulls(jsonOf(text)) : (data ?? payload);
}

/** Jenkins' plugin calls UNSTABLE a success and ABORTED a failure, so the result of Jenkins itself is read first. */
const statusOf = (predicate: string, outcome: string | undefined, result: string | undefined) =>
  predicate === 'finished' ? (statusOfJenkinsResult(result) ?? OUTCOMES.get(outcome)) : 'RUNNING';

/** Undefined for other events than pipeline runs, and for an end without an outcome. */
export const cdeventRun = reader('BUILD', z.unknown(), (payload) => {
  const opened = openedOf(payload);
  const { type } = named.parse(opened).context;
  const predicate = /^dev\.cdevents\.pipelinerun\.(queued|started|finished)\b/.exec(type)?.[1];
  if (predicate === undefined) return undefined;
  const { context, subject, customData } = cdevent.parse(opened);
  const custom: Partial<z.output<typeof customDataSchema>> = customData ?? {};
  const build = { ...custom, ...custom.build };
  const { pipelineName, url, uri, outcome } = subject.content;
  const status = statusOf(predicate, outcome, textOf(custom.build?.status));
  if (status === undefined) return undefined;
  const ours = ourParameters(build.parameters);
  const addresses = [url, uri, textOf(build.fullUrl), textOf(custom.build?.url)].filter((one) => one !== undefined);
  const buildUrl = addresses.find(isAbsolute);
  // The subject of a queued run may be the item of the queue.
  const isNamed = predicate === 'queued' || buildUrl !== undefined;
  const buildNumber =
    buildNumberOf(build.number) ?? buildNumberOf(custom.buildNumber) ?? (isNamed ? undefined : subject.id);
  const path = custom.build === undefined ? undefined : addresses.map(jobPathOf).find((one) => one !== undefined);
  const names = pipelineName === undefined ? undefined : [pipelineName, pipelineName.replaceAll(' » ', '/')];
  const address = buildUrl ?? (custom.build === undefined ? undefined : addresses[0]);
  return {
    status,
    branch: ours.branch ?? branchOf(custom.branch),
    triggerId: ours.triggerId ?? textOf(custom.triggerId),
    queueId: textOf(build.queueId),
    buildNumber,
    storeBuildNumber: buildNumberOf(custom.storeBuildNumber) ?? ours.storeBuildNumber,
    commitSha: commitOf(custom.commitSha) ?? commitOf(build.scmState?.commit),
    at: Date.parse(momentOf(context.timestamp ?? '') ?? '') || undefined,
    buildUrl: address,
    buildLogUrl: address,
    artifactUrl: textOf(custom.artifactUrl) ?? artifactUrlOf(build.artifacts),
    // If only its address tells a run from the one before, the run is ours if the address is.
    jobs: buildUrl !== undefined && buildNumber === undefined ? [] : path === undefined ? names : [path],
  };
});
