// Reads a CDEvent about a service (cdevents.dev, "Continuous Deployment Events"), in each version of the specification, with or without
// its CloudEvents envelope. It reports a deployment that has happened, under the id of the event.
import * as z from 'zod';
import { commitOf, textOf } from '../../releases/reports/build-words.model.ts';
import { openedOf } from '../../releases/reports/cdevents.reader.ts';
import { reader } from '../../releases/reports/report.model.ts';
import { addressOf, artifactOf, timeOf, versionOf } from './outside-words.model.ts';

const named = z.object({ context: z.object({ type: z.string() }) });

const place = z.object({ id: z.string(), name: z.string().optional() });
const anything = z.unknown().optional();

const event = z.object({
  context: z.object({
    id: z.string().min(1).max(200),
    source: z.string().max(300).optional().catch(undefined),
    timestamp: z.string().optional().catch(undefined),
  }),
  subject: z.object({
    id: z.string(),
    content: z.object({
      environment: z.union([place, z.string().transform((id): z.output<typeof place> => ({ id }))]),
      artifactId: z.string().optional(),
    }),
  }),
  // Its content is not specified.
  customData: z
    .object({ service: anything, version: anything, commitSha: anything, url: anything })
    .optional()
    .catch(undefined),
});

const STATUSES = new Map<string | undefined, 'SUCCEEDED' | 'REMOVED'>([
  ['deployed', 'SUCCEEDED'],
  ['upgraded', 'SUCCEEDED'],
  ['rolledback', 'SUCCEEDED'],
  ['removed', 'REMOVED'],
]);

/** Undefined for `published`, which says nothing about a deployment. */
export const cdeventService = reader('DEPLOYMENT', z.unknown(), (payload) => {
  const opened = openedOf(payload);
  const predicate = /^dev\.cdevents\.service\.(\w+)/.exec(named.parse(opened).context.type)?.[1];
  const status = STATUSES.get(predicate);
  if (status === undefined) return undefined;
  const { context, subject, customData = {} } = event.parse(opened);
  const { environment, artifactId } = subject.content;
  const { name, ...artifact } = artifactOf(artifactId);
  const services = [textOf(customData.service), subject.id, subject.id.split('/').at(-1), name];
  return {
    source: { provider: 'cdevents', repository: context.source, externalId: context.id },
    status,
    at: timeOf(context.timestamp),
    environment: environment.name ?? environment.id,
    services: services.filter((one): one is string => one !== undefined && one !== ''),
    repositoryIds: [],
    ...artifact,
    version: versionOf(customData.version) ?? artifact.version,
    sha: commitOf(customData.commitSha) ?? artifact.sha,
    url: addressOf(customData.url),
    isRollback: predicate === 'rolledback' ? true : undefined,
  };
});
