// A CDEvent about a pipeline run (cdevents.dev, "Core Events"; "CloudEvents Binding") as a build report: in its CloudEvents
// envelope, or the bare event. The vocabulary knows no branches and parameters; they are read from `customData`, where
// Jenkins' plugin puts them under `build`.
import * as z from 'zod';
import type { BuildReport } from '../../../entities/releases/build.model.ts';

const text = z.union([z.string(), z.number().transform(String)]).optional();
const run = z.looseObject({
  fullUrl: z.string().optional(),
  number: text,
  queueId: text,
  parameters: z.record(z.string(), z.unknown()).optional(),
});
const customData = run.extend({
  branch: z.string().optional(),
  triggerId: z.string().optional(),
  build: run.optional(),
});

const cdevent = z.looseObject({
  context: z.looseObject({ type: z.string() }),
  subject: z.looseObject({
    id: z.string(),
    content: z.looseObject({
      pipelineName: z.string().optional(),
      /** Called `url` or `uri`, as the version is. */
      url: z.string().optional(),
      uri: z.string().optional(),
      outcome: z.string().optional(),
    }),
  }),
  // It may be anything, even encoded.
  customData: customData.optional().catch(undefined),
});
const schema = z.union([z.looseObject({ data: cdevent }).transform(({ data }) => data), cdevent]);

const OUTCOMES = new Map<string | undefined, BuildReport['status']>([
  ['success', 'SUCCESS'],
  ['failure', 'FAILED'],
  ['error', 'FAILED'],
  ['cancel', 'CANCELLED'],
]);

const isAbsolute = (url: string | undefined): boolean => /^https?:/.test(url ?? '');
const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Undefined for everything but pipeline runs, and for an end whose outcome is not told. */
export function readCdevent(payload: unknown): BuildReport | undefined {
  const { context, subject, customData: custom = {} } = schema.parse(payload);
  const predicate = /^dev\.cdevents\.pipelinerun\.(queued|started|finished)\b/.exec(context.type)?.[1];
  const { pipelineName, url, uri, outcome } = subject.content;
  const status = predicate === 'finished' ? OUTCOMES.get(outcome) : 'RUNNING';
  if (predicate === undefined || status === undefined) return undefined;
  const { parameters = {}, number, queueId, fullUrl } = { ...custom, ...custom.build };
  const buildUrl = [url, uri, fullUrl].find(isAbsolute);
  // The subject of a queued run may be the item of the queue.
  const buildNumber = number ?? (predicate === 'queued' || buildUrl !== undefined ? undefined : subject.id);
  const names = pipelineName === undefined ? undefined : [pipelineName, pipelineName.replaceAll(' » ', '/')];
  return {
    status,
    branch: asText(parameters.BRANCH) ?? custom.branch,
    triggerId: asText(parameters.WINDLASS_TRIGGER_ID) ?? custom.triggerId,
    queueId,
    buildNumber,
    buildUrl,
    buildLogUrl: buildUrl,
    // Where nothing but its address tells a run from the one before, it is ours if the address is.
    jobs: buildUrl !== undefined && buildNumber === undefined ? [] : names,
  };
}
