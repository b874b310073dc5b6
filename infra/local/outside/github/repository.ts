// Any repository exists unless its name contains `missing`; one with `renamed-`, `archived`, `readonly` or `limited` in its name
// is what it says (to a limited one the account may write, and the token may not).
import type { JsonObject } from '../../contracts.ts';
import { firstReleased, givenCommits } from '../git/commits.ts';
import { resolve } from '../git/refs.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, param, refuse } from '../stand-in.ts';
import { errorBody, notFound } from './errors.ts';

/** The login of every caller's token. */
export const LOGIN = 'windlass-bot';

export type Repository = { owner: string; name: string; fullName: string };

/** The repository a call is about; 404 when it does not exist. Names are not case-sensitive. */
export function existingRepository(call: Call): Repository {
  const owner = param(call, 'owner').toLowerCase();
  const name = param(call, 'repo').toLowerCase();
  if (`${owner}/${name}`.includes('missing')) return notFound();
  if (name.includes('renamed-')) return movedTo(call, `${owner}/${name.replace('renamed-', 'current-')}`);
  if (name.includes('limited') && call.request.method !== 'GET') return forbidden();
  return { owner, name, fullName: `${owner}/${name}` };
}

/** GitHub redirects what is asked of a name that a repository had before; a write by 307, so that it stays one. */
function movedTo(call: Call, fullName: string): never {
  const rest = call.request.path.split('/').slice(4).join('/');
  const location = `${call.base}/repos/${fullName}${rest === '' ? '' : `/${rest}`}`;
  const isRead = call.request.method === 'GET';
  const body = { message: isRead ? 'Moved Permanently' : 'Temporary Redirect', url: location };
  return refuse(isRead ? 301 : 307, body, { location });
}

const forbidden = (): never => refuse(403, errorBody(403, 'Resource not accessible by personal access token'));

/** The URL of something below the repository. */
export function urlOf(call: Call, repository: Repository, path: string): string {
  return `${call.base}/repos/${repository.fullName}${encodeURI(path)}`;
}

export function ownerResource(call: Call, login: string, type: 'User' | 'Organization'): JsonObject {
  return {
    login,
    id: numberOf(login),
    node_id: Buffer.from(`0:User${numberOf(login)}`).toString('base64'),
    avatar_url: `https://avatars.githubusercontent.com/u/${numberOf(login)}?v=4`,
    url: `${call.base}/users/${login}`,
    html_url: `https://github.com/${login}`,
    type,
    site_admin: false,
  };
}

export function repositoryResource(call: Call, repository: Repository): JsonObject {
  const { fullName, owner, name } = repository;
  const { date: pushedAt } = resolve(call, fullName, 'main') ?? firstReleased(fullName);
  return {
    id: numberOf(fullName),
    node_id: Buffer.from(`010:Repository${numberOf(fullName)}`).toString('base64'),
    name,
    full_name: fullName,
    private: true,
    owner: ownerResource(call, owner, 'Organization'),
    html_url: `https://github.com/${fullName}`,
    description: null,
    fork: false,
    url: urlOf(call, repository, ''),
    clone_url: `https://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    default_branch: 'main',
    visibility: 'private',
    archived: name.includes('archived'),
    disabled: false,
    created_at: givenCommits(fullName)[0]?.date ?? pushedAt,
    updated_at: pushedAt,
    pushed_at: pushedAt,
    permissions: { admin: false, maintain: true, push: !name.includes('readonly'), triage: true, pull: true },
  };
}
