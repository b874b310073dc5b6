// Reads GitLab's `Deployment Hook` (docs.gitlab.com/user/project/integrations/webhook_events/, "Deployment events").
import * as z from 'zod';
import { commitOf } from '../../releases/reports/build-words.model.ts';
import { reader } from '../../releases/reports/report.model.ts';
import type { ReportedStatus } from '../words.model.ts';
import { addressOf, MOST_PATH, personAt, timeOf } from './outside-words.model.ts';

const schema = z.object({
  status: z.string(),
  status_changed_at: z.string().optional(),
  deployment_id: z.number(),
  deployable_url: z.string().optional(),
  environment: z.string(),
  environment_external_url: z.string().optional(),
  project: z.object({ id: z.number(), path_with_namespace: z.string().max(MOST_PATH) }),
  ref: z.string().optional(),
  short_sha: z.string().optional(),
  user: z.object({ username: z.string().optional() }).optional(),
  commit_url: z.string().optional(),
});

const STATUSES = new Map<string, ReportedStatus>([
  ['created', 'PENDING'],
  ['blocked', 'PENDING'],
  ['running', 'IN_PROGRESS'],
  ['success', 'SUCCEEDED'],
  ['failed', 'FAILED'],
  ['canceled', 'CANCELLED'],
  ['skipped', 'CANCELLED'],
]);

export const gitlabDeployment = reader('DEPLOYMENT', schema, (event) => {
  const status = STATUSES.get(event.status);
  if (status === undefined) return undefined;
  const { project, user } = event;
  return {
    source: { provider: 'gitlab', repository: project.path_with_namespace, externalId: String(event.deployment_id) },
    status,
    at: timeOf(event.status_changed_at),
    environment: event.environment,
    services: [],
    repositoryIds: [String(project.id), project.path_with_namespace],
    ref: event.ref,
    // Only the address has the whole commit.
    sha: commitOf(event.commit_url?.split('/').at(-1)) ?? commitOf(event.short_sha),
    url: addressOf(event.environment_external_url, event.deployable_url),
    logUrl: addressOf(event.deployable_url),
    by: personAt('gitlab', user?.username),
  };
});
