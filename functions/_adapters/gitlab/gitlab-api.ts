// GitLab's REST API as both of its clients (repository and CI) call it: token, project path and errors.
// https://docs.gitlab.com/api/rest/authentication/ and https://docs.gitlab.com/api/rest/troubleshooting/
import * as z from 'zod';
import type { Outbound, OutboundReply } from '../adapter.ts';
import { type Caller, createCaller, path } from '../caller.ts';
import { type Reason, type ServiceWords, saysExpired } from '../reply.ts';

/** A message is a text, or texts by field; OAuth's errors (RFC 6750) come in two fields of their own. */
const failureBody = z.object({
  message: z.union([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))]).optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

const gitlab: ServiceWords = {
  name: 'GitLab',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    const { message, error, error_description } = data;
    const fields = typeof message === 'object' ? Object.entries(message) : [];
    const causes = fields.map(([field, texts]) => `${field}: ${[texts].flat().join(', ')}`);
    const said = typeof message === 'string' ? [message] : causes;
    return [...said, error, error_description].filter((text) => text !== undefined).join('; ') || undefined;
  },
  reasonOf,
};

function reasonOf(reply: OutboundReply): Reason | undefined {
  const message = gitlab.messageOf(reply) ?? '';
  // 403 is GitLab's word for a wrong scope or role as well as for being shut out after too many failures.
  if (reply.status === 403 && /rate limit|too many/i.test(message)) return 'rate_limited';
  return reply.status === 401 && saysExpired(message) ? 'expired' : undefined;
}

export function createGitlabCaller(context: {
  readonly config: { readonly baseUrl: string };
  readonly credentials: {
    readonly token: string;
    readonly triggerToken?: string | undefined;
    readonly webhookSecret?: string | undefined;
  };
  readonly outbound: Outbound;
  readonly now: () => number;
}): Caller {
  const { config, credentials, outbound, now } = context;
  const { token, triggerToken, webhookSecret } = credentials;
  // GitLab takes every kind of access token as a bearer, as well as in PRIVATE-TOKEN.
  const headers = { authorization: `Bearer ${token}` };
  return createCaller({
    service: gitlab,
    baseUrl: `${config.baseUrl.replace(/\/+$/, '')}/api/v4`,
    outbound,
    now,
    secrets: [token, triggerToken, webhookSecret],
    headers: () => headers,
  });
}

/** GitLab knows a project by its whole path as one segment. */
export const projectRoot = (config: { readonly project: string }): string =>
  path`/projects/${config.project.replace(/^\/+|\/+$/g, '')}`;

/** What a role may do: https://docs.gitlab.com/api/access_requests/#valid-access-levels */
const DEVELOPER = 30;
const level = z.object({ access_level: z.number() }).nullish();
export const projectReply = z.object({
  path_with_namespace: z.string(),
  archived: z.boolean().optional(),
  permissions: z.object({ project_access: level, group_access: level }).optional(),
});

/** True when GitLab names the token's role and it is too small; an administrator's token has none. */
export function isReadOnly({ permissions }: z.output<typeof projectReply>): boolean {
  const levels = [permissions?.project_access, permissions?.group_access].flatMap((one) => one?.access_level ?? []);
  return levels.length > 0 && Math.max(...levels) < DEVELOPER;
}
