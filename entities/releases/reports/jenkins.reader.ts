// Reads a build as the Notification plugin of Jenkins reports it (plugins.jenkins.io/notification, JSON format).
import * as z from 'zod';
import { branchOf, buildParameters, commitOf, ourParameters, textOf } from './build-words.model.ts';
import { statusOfJenkinsResult } from './ci-status.model.ts';
import { reader } from './report.model.ts';

const schema = z.object({
  name: z.string(),
  url: z.string(),
  build: z.object({
    full_url: z.string().optional(),
    /** Without the address of the server if Jenkins does not know it. */
    url: z.string().optional(),
    number: z.number().optional(),
    queue_id: z.number().optional(),
    phase: z.string(),
    status: z.string().optional(),
    parameters: buildParameters.optional(),
    scm: z.object({ branch: z.string().optional(), commit: z.string().optional() }).optional(),
    artifacts: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** The decoded text of a URL, or the text itself if it cannot be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `job/mobile/job/ios%20release/` is the job `mobile/ios release`; undefined for a URL of another shape. */
export function jobPathOf(url: string | undefined): string | undefined {
  const names = [...(url ?? '').matchAll(/(?:^|\/)job\/([^/]+)/g)].map(([, name]) => decoded(name ?? ''));
  return names.length === 0 ? undefined : names.join('/');
}

/** The address of the first artifact: in Jenkins' archive, or in the bucket of the S3 plugin. */
export function artifactUrlOf(artifacts: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const places = Object.values(artifacts ?? {}).map((places) => places as { archive?: unknown; s3?: unknown });
  return places.map((place) => textOf(place.archive) ?? textOf(place.s3)).find((url) => url !== undefined);
}

export const jenkinsBuild = reader('BUILD', schema, ({ name, url, build }) => {
  const isEnded = build.phase === 'COMPLETED' || build.phase === 'FINALIZED';
  const status = isEnded ? statusOfJenkinsResult(build.status) : 'RUNNING';
  if (!status) return undefined;
  const { branch, triggerId, storeBuildNumber } = ourParameters(build.parameters);
  const buildUrl = textOf(build.full_url) ?? textOf(build.url);
  return {
    status,
    service: 'JENKINS',
    branch: branch ?? branchOf(build.scm?.branch)?.replace(/^(?:(?:refs\/)?remotes\/)?origin\//, ''),
    triggerId,
    queueId: build.queue_id?.toString(),
    buildNumber: build.number?.toString(),
    storeBuildNumber,
    commitSha: commitOf(build.scm?.commit),
    buildUrl,
    buildLogUrl: buildUrl && `${buildUrl.replace(/\/*$/, '/')}console`,
    artifactUrl: artifactUrlOf(build.artifacts),
    // The whole path of the job, because jobs in other folders may have the same name.
    jobs: [jobPathOf(url) ?? name],
  };
});
