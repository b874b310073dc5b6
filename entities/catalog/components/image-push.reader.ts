// Reads that a registry got an image: webhooks of Docker Hub, GitHub's packages and Harbor, and the EventBridge event of ECR. The digest
// that they name is not read: the registry is asked for it.
import * as z from 'zod';
import { type ImagePush, reader } from '../../releases/reports/report.model.ts';
import { isTag } from '../words.model.ts';

const ecr = z.object({
  'detail-type': z.literal('ECR Image Action'),
  detail: z.object({
    result: z.string(),
    'action-type': z.string(),
    'repository-name': z.string(),
    'image-tag': z.string().optional(),
  }),
});

const githubPackage = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  package_type: z.string().optional(),
  owner: z.object({ login: z.string() }).optional(),
  package_version: z
    .object({ container_metadata: z.object({ tag: z.object({ name: z.string().optional() }).optional() }).optional() })
    .optional(),
});
const github = z
  .object({ action: z.string(), package: githubPackage.optional(), registry_package: githubPackage.optional() })
  .refine((sent) => sent.package !== undefined || sent.registry_package !== undefined, { error: 'names no package' });

const harborEvent = z.object({
  resources: z.array(z.object({ tag: z.string().optional() })).optional(),
  repository: z.object({ repo_full_name: z.string() }),
});
const harbor = z.union([
  z.object({ type: z.string(), event_data: harborEvent }),
  z.object({ type: z.string(), data: harborEvent }).transform(({ type, data }) => ({ type, event_data: data })),
]);

const dockerHub = z.object({
  push_data: z.object({ tag: z.string() }),
  repository: z.object({ repo_name: z.string() }),
});

const payload = z.union([ecr, github, harbor, dockerHub]);

const pushed = (image: string, ...tags: readonly (string | undefined)[]): ImagePush | undefined => {
  const named = tags.filter((tag) => typeof tag === 'string' && isTag(tag)) as string[];
  return named.length === 0 ? undefined : { image: image.toLowerCase(), tags: [...new Set(named)] };
};

function read(sent: z.output<typeof payload>): ImagePush | undefined {
  if ('detail' in sent) {
    const { result, 'action-type': action, 'repository-name': image, 'image-tag': tag } = sent.detail;
    return result === 'SUCCESS' && action === 'PUSH' ? pushed(image, tag) : undefined;
  }
  if ('push_data' in sent) return pushed(sent.repository.repo_name, sent.push_data.tag);
  if ('event_data' in sent) {
    const isPush = sent.type === 'PUSH_ARTIFACT' || sent.type === 'harbor.artifact.pushed';
    const { repository, resources } = sent.event_data;
    return isPush ? pushed(repository.repo_full_name, ...(resources ?? []).map(({ tag }) => tag)) : undefined;
  }
  const about = sent.package ?? sent.registry_package;
  const isContainer = /^(?:container|docker)$/i.test(about?.package_type ?? '');
  if (!about || !isContainer || !['published', 'updated'].includes(sent.action)) return undefined;
  const namespace = about.namespace || (about.owner?.login ?? '');
  return pushed(`${namespace}/${about.name}`, about.package_version?.container_metadata?.tag?.name);
}

export const registryPush = reader('IMAGE', payload, read);
