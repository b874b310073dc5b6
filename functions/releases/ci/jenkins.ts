// A build as the Jenkins Notification plugin tells it (plugins.jenkins.io/notification, JSON format) as a build report.
import * as z from 'zod';
import type { BuildReport } from '../../../entities/releases/build.model.ts';

const schema = z.looseObject({
  name: z.string(),
  url: z.string(),
  build: z.looseObject({
    full_url: z.string().optional(),
    number: z.number().optional(),
    queue_id: z.number().optional(),
    phase: z.string(),
    status: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    scm: z.looseObject({ branch: z.string().optional() }).optional(),
    artifacts: z.record(z.string(), z.unknown()).optional(),
  }),
});

const STATUSES = new Map<string | undefined, BuildReport['status']>([
  ['SUCCESS', 'SUCCESS'],
  ['FAILURE', 'FAILED'],
  ['UNSTABLE', 'FAILED'],
  ['ABORTED', 'CANCELLED'],
  ['NOT_BUILT', 'CANCELLED'],
]);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What is written in a URL, or the text itself where it is none. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `job/mobile/job/ios%20release/` is the job `mobile/ios release`. */
const jobPathOf = (url: string): string =>
  [...url.matchAll(/(?:^|\/)job\/([^/]+)/g)].map(([, name]) => decoded(name ?? '')).join('/');

/** The first artifact's archive URL; artifacts are told by file name. */
function artifactUrlOf(artifacts: Record<string, unknown> | undefined): string | undefined {
  const [first] = Object.values(artifacts ?? {});
  return text((first as { archive?: unknown } | undefined)?.archive);
}

export function readJenkinsBuild(payload: unknown): BuildReport | undefined {
  const { name, url, build } = schema.parse(payload);
  const isEnded = build.phase === 'COMPLETED' || build.phase === 'FINALIZED';
  const status = isEnded ? STATUSES.get(build.status) : 'RUNNING';
  if (!status) return undefined;
  const branch = text(build.parameters?.BRANCH) ?? build.scm?.branch?.replace(/^origin\//, '');
  return {
    status,
    branch,
    triggerId: text(build.parameters?.WINDLASS_TRIGGER_ID),
    queueId: build.queue_id?.toString(),
    buildNumber: build.number?.toString(),
    buildUrl: build.full_url,
    buildLogUrl: build.full_url && `${build.full_url}console`,
    artifactUrl: artifactUrlOf(build.artifacts),
    jobs: [jobPathOf(url), name],
  };
}
