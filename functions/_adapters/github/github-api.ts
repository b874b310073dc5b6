// GitHub's REST API for both of its clients (repository and Actions): headers, errors and rate limits.
// https://docs.github.com/en/rest/using-the-rest-api
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type Caller, createCaller, path, type ServiceWords } from '../_client/caller.ts';
import type { ClientContext, OutboundReply } from '../adapter.ts';

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
const failureBody = z.object({
  message: z.string(),
  errors: z
    .union([z.string().transform((text) => [text]), z.array(z.unknown())])
    .optional()
    .catch(undefined),
});
const failureCause = z.object({
  message: z.string().optional().catch(undefined),
  field: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/** A text, or `tag_name: already_exists` of a cause without one. */
function causeOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  const { message, field, code } = failureCause.safeParse(given).data ?? {};
  return message ?? (field && code ? `${field}: ${code}` : code);
}

const github: ServiceWords = {
  name: 'GitHub',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    const causes = (data.errors ?? []).map(causeOf);
    return [data.message, ...causes.filter((cause) => cause !== undefined)].join('; ');
  },
  reasonOf: (reply) => (isLimited(reply) ? 'rate_limited' : undefined),
  // "Otherwise, wait for at least one minute before retrying": rate limits for the REST API, "Exceeding the rate limit".
  usualWaitOf: (reply) => (isLimited(reply) ? MINUTE : undefined),
};

const MINUTE = 60;

/** GitHub answers primary and secondary rate limits with 403 or 429. */
function isLimited(reply: OutboundReply): boolean {
  if (reply.status === 429) return true;
  if (reply.status !== 403) return false;
  const isStated = reply.headers['retry-after'] !== undefined || reply.headers['x-ratelimit-remaining'] === '0';
  return isStated || /rate limit|abuse detection/i.test(github.messageOf(reply) ?? '');
}

export function createGithubCaller(context: ClientContext<'GITHUB' | 'GITHUB_ACTIONS'>): Caller {
  const { config, credentials, outbound, now } = context;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${credentials.token}`,
    'x-github-api-version': '2022-11-28',
  };
  const secrets = Object.values(credentials);
  return createCaller({ service: github, baseUrl: config.baseUrl, outbound, now, secrets, headers: () => headers });
}

/**
 * The address of pages: https://api.github.com and https://api.acme.ghe.com without `api.`, https://host/api/v3 of a server
 * as https://host.
 */
export const webRootOf = (baseUrl: string): string =>
  baseUrl
    .replace(/\/+$/, '')
    .replace(/^(https?:\/\/)api\./, '$1')
    .replace(/\/api\/v3$/, '');

export const repositoryPath = (config: { readonly owner: string; readonly repository: string }) =>
  path`/repos/${config.owner}/${config.repository}`;

const repositoryReply = z.object({
  full_name: z.string(),
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
  permissions: z.object({ push: z.boolean() }).optional(),
});

/**
 * The current name of the repository; throws unless the token's account may write to it. GitHub answers reads of a renamed
 * or moved repository with its new name, but redirects writes, which are not followed.
 */
export async function writableRepository(
  api: Caller,
  config: { readonly owner: string; readonly repository: string },
): Promise<string> {
  const { full_name: name, ...found } = await api.read(repositoryReply, {
    method: 'GET',
    path: repositoryPath(config),
  });
  const configured = `${config.owner}/${config.repository}`;
  if (name.toLowerCase() !== configured.toLowerCase()) {
    const detail = `${configured} was renamed or moved: it is now ${name}. Change owner and repository of the integration`;
    throw integrationErrors.refused({ detail });
  }
  if (found.archived) throw integrationErrors.refused({ detail: `${name} is archived: nothing can be written` });
  if (found.disabled)
    throw integrationErrors.refused({ detail: `GitHub has disabled ${name}: nothing can be written` });
  if (found.permissions?.push === false) {
    throw integrationErrors.unauthorized({ detail: `The token can read ${name} but not write to it` });
  }
  return name;
}
