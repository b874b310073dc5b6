// Reads GitHub's `deployment` and `deployment_status` (docs.github.com, "Webhook events and payloads"). A deployment is reported by both;
// the payload that its maker chooses may name `service` and `version`.
import * as z from 'zod';
import { jsonOf } from '../../_base/json.ts';
import { commitOf, textOf } from '../../releases/reports/build-words.model.ts';
import { reader } from '../../releases/reports/report.model.ts';
import type { ReportedStatus } from '../words.model.ts';
import type { OutsideDeployment } from './deployment-report.model.ts';
import { addressOf, MOST_PATH, personAt, reasonOf, timeOf, versionOf } from './outside-words.model.ts';

const named = z.object({ service: z.unknown().optional(), version: z.unknown().optional() });
const person = z.object({ login: z.string().optional() }).optional();

const fields = {
  deployment: z.object({
    id: z.number(),
    sha: z.string().optional(),
    ref: z.string().optional(),
    environment: z.string(),
    /** The environment is of this deployment alone, and closed with it. */
    transient_environment: z.boolean().optional().catch(undefined),
    /** An object, or JSON. */
    payload: z
      .preprocess((value) => (typeof value === 'string' ? jsonOf(value) : value), named)
      .optional()
      .catch(undefined),
    creator: person,
    created_at: z.string().optional(),
  }),
  workflow_run: z.object({ html_url: z.string().optional() }).optional(),
  repository: z.object({ id: z.number().optional(), full_name: z.string().max(MOST_PATH) }),
};
type Event = z.output<z.ZodObject<typeof fields>>;

/** The report without its status. */
function reportOf({ deployment, workflow_run: run, repository }: Event): Omit<OutsideDeployment, 'status'> {
  const { id, ref, payload, creator } = deployment;
  const service = textOf(payload?.service);
  return {
    source: { provider: 'github', repository: repository.full_name, externalId: String(id) },
    environment: deployment.environment,
    services: service === undefined ? [] : [service],
    repositoryIds: [...(repository.id === undefined ? [] : [String(repository.id)]), repository.full_name],
    requestedAt: timeOf(deployment.created_at),
    ref,
    version: versionOf(payload?.version),
    sha: commitOf(deployment.sha),
    url: addressOf(run?.html_url),
    by: personAt('github', creator?.login),
  };
}

export const githubDeployment = reader('DEPLOYMENT', z.object(fields), (event) => ({
  ...reportOf(event),
  status: 'PENDING',
  at: timeOf(event.deployment.created_at),
}));

/**
 * Not `inactive`: another deployment took the place of this one, which the report on that one says. GitHub makes no deployment of a transient
 * environment inactive for another (REST, "Create a deployment status", `auto_inactive`): such a one was taken down.
 */
const STATUSES = new Map<string, ReportedStatus>([
  ['pending', 'PENDING'],
  ['queued', 'PENDING'],
  ['waiting', 'PENDING'],
  ['in_progress', 'IN_PROGRESS'],
  ['success', 'SUCCEEDED'],
  ['failure', 'FAILED'],
  ['error', 'FAILED'],
]);

const status = z.object({
  ...fields,
  deployment_status: z.object({
    state: z.string(),
    description: z.string().optional(),
    target_url: z.string().optional(),
    log_url: z.string().optional(),
    environment_url: z.string().optional(),
    created_at: z.string().optional(),
  }),
});

export const githubDeploymentStatus = reader('DEPLOYMENT', status, (event) => {
  const { state, description, target_url, log_url, environment_url, created_at } = event.deployment_status;
  const report = reportOf(event);
  if (state === 'inactive' && event.deployment.transient_environment) {
    return { ...report, status: 'REMOVED', at: timeOf(created_at), isOfOne: true };
  }
  const known = STATUSES.get(state);
  if (known === undefined) return undefined;
  return {
    ...report,
    status: known,
    at: timeOf(created_at),
    reason: known === 'FAILED' ? reasonOf(description) : undefined,
    url: addressOf(environment_url, report.url),
    logUrl: addressOf(log_url, target_url),
  };
});
