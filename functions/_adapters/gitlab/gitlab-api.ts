// GitLab's REST API for both of its clients (repository and CI): token, project path and errors.
// https://docs.gitlab.com/api/rest/authentication/ and https://docs.gitlab.com/api/rest/troubleshooting/
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type Caller, createCaller, path, type ServiceWords } from '../_client/caller.ts';
import type { ClientContext } from '../adapter.ts';

/** A message is a text, or texts by field at any depth; OAuth errors (RFC 6750) have two fields of their own. */
const failureBody = z.object({
  message: z.unknown().optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

/** `base: Reference not found`, `tag.name: is invalid`; a list of texts is one. */
function causesIn(message: unknown, field = ''): string[] {
  const named = (text: string) => (field === '' ? text : `${field}: ${text}`);
  if (typeof message === 'string') return [named(message)];
  if (Array.isArray(message)) {
    const texts = message.filter((one) => typeof one === 'string');
    const nested = message.filter((one) => typeof one === 'object').flatMap((one) => causesIn(one, field));
    return texts.length === 0 ? nested : [named(texts.join(', ')), ...nested];
  }
  return Object.entries(Object(message) as object).flatMap(([name, one]) =>
    causesIn(one, field === '' ? name : `${field}.${name}`),
  );
}

const gitlab: ServiceWords = {
  name: 'GitLab',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    const { message, error, error_description } = data;
    return (
      [...causesIn(message), error, error_description].filter((text) => text !== undefined).join('; ') || undefined
    );
  },
  reasonOf(reply) {
    // GitLab answers 403 for a wrong scope or role, and also to a client that is blocked after too many failures.
    const isBlocked = reply.status === 403 && /rate limit|too many/i.test(gitlab.messageOf(reply) ?? '');
    return isBlocked ? 'rate_limited' : undefined;
  },
};

export function createGitlabCaller(context: ClientContext<'GITLAB' | 'GITLAB_CI'>): Caller {
  const { config, credentials, outbound, now } = context;
  // GitLab accepts every kind of access token as a bearer token.
  const headers = { authorization: `Bearer ${credentials.token}` };
  return createCaller({
    service: gitlab,
    baseUrl: `${config.baseUrl.replace(/\/+$/, '')}/api/v4`,
    outbound,
    now,
    secrets: Object.values(credentials),
    headers: () => headers,
  });
}

/** GitLab identifies a project by its whole path, encoded as one segment. */
export const projectRoot = (config: { readonly project: string }): string =>
  path`/projects/${config.project.replace(/^\/+|\/+$/g, '')}`;

/** The access levels of roles: https://docs.gitlab.com/api/access_requests/#valid-access-levels */
const DEVELOPER = 30;
const level = z.object({ access_level: z.number() }).nullish();
const projectReply = z.object({
  path_with_namespace: z.string(),
  archived: z.boolean().optional(),
  marked_for_deletion_on: z.string().nullish(),
  permissions: z.object({ project_access: level, group_access: level }).optional(),
});
const tokenReply = z.object({ scopes: z.array(z.string()) });

/** True if GitLab shows the token's role and it is too weak; an administrator's token has no role. */
function isReadOnly({ permissions }: z.output<typeof projectReply>): boolean {
  const levels = [permissions?.project_access, permissions?.group_access].flatMap((one) => one?.access_level ?? []);
  return levels.length > 0 && Math.max(...levels) < DEVELOPER;
}

/** The scopes of one of GitLab's own tokens; undefined for other tokens, and if the server does not show them. */
async function scopesOf(api: Caller): Promise<readonly string[] | undefined> {
  const call = { method: 'GET', path: '/personal_access_tokens/self' } as const;
  return (await api.find(tokenReply, call).catch(() => undefined))?.scopes;
}

/**
 * The current path of the project; throws unless the token may write to it. GitLab answers reads of a moved project with
 * its new path, but refuses writes. `cannot` completes the error text, e.g. "write to it".
 */
export async function writableProject(
  api: Caller,
  config: { readonly project: string },
  cannot: string,
): Promise<string> {
  const found = await api.read(projectReply, { method: 'GET', path: projectRoot(config) });
  const name = found.path_with_namespace;
  const configured = config.project.replace(/^\/+|\/+$/g, '');
  const isById = /^\d+$/.test(configured);
  if (!isById && name.toLowerCase() !== configured.toLowerCase()) {
    const detail = `${configured} was renamed or moved: it is now ${name}. Change the project of the integration`;
    throw integrationErrors.refused({ detail });
  }
  if (found.archived)
    throw integrationErrors.refused({ detail: `${name} is archived: nothing can be written or built` });
  if (found.marked_for_deletion_on) {
    throw integrationErrors.refused({ detail: `${name} is going to be deleted: nothing can be written or built` });
  }
  const refusal = `The token can read ${name} but not ${cannot}`;
  if (isReadOnly(found)) throw integrationErrors.refused({ detail: refusal });
  const scopes = await scopesOf(api);
  if (scopes && !scopes.includes('api')) {
    throw integrationErrors.refused({
      detail: `${refusal}: it needs the scope api and has ${scopes.join(', ') || 'none'}`,
    });
  }
  return name;
}
