// Any repository exists unless its name contains `missing`; one with `renamed-`, `archived`, `readonly` or `limited` in its name
// is what it says (to a limited one the account may write, and the token may not).
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
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

export function getRepository(call: Call): OutsideReply {
  const { fullName, name } = existingRepository(call);
  const permissions = { push: !name.includes('readonly') };
  return { status: 200, body: { full_name: fullName, archived: name.includes('archived'), permissions } };
}
