// Any project exists unless its path contains `missing`; one with `moved`, `archived`, `deleted` or `guest` in its path is what it
// says.
// https://docs.gitlab.com/api/projects/
import type { JsonObject } from '../../contracts.ts';
import { bearerToken, pageBounds } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { fail, notFound } from './errors.ts';

const DEVELOPER = 30;
const GUEST = 10;

/** The path of the project that a call is about. */
export function existingProject(call: Call): string {
  const path = param(call, 'project');
  if (!path.includes('/') || /missing/i.test(path)) return notFound('Project');
  if (path.includes('moved')) return movedTo(call, path.replace('moved', 'current'));
  return path;
}

/** GitLab leads reads to where a project was moved, and refuses everything else. */
function movedTo(call: Call, path: string): never {
  if (call.request.method !== 'GET') return fail(405, 'Non GET methods are not allowed for moved projects');
  const [, , , , , ...rest] = call.request.path.split('/');
  const location = `${call.base}/api/v4/projects/${[encodeURIComponent(path), ...rest].join('/')}`;
  return refuse(302, {}, { location });
}

export const projectId = (path: string): number => numberOf('gitlab', path);

export const webUrl = (call: Call, path: string): string => `${call.base}/${path}`;

export function getProject(call: Call): OutsideReply {
  const path = existingProject(call);
  const [name = ''] = path.split('/').slice(-1);
  return {
    status: 200,
    body: {
      id: projectId(path),
      name,
      path: name,
      path_with_namespace: path,
      default_branch: 'main',
      visibility: 'private',
      archived: /archived/.test(path),
      marked_for_deletion_on: /deleted/.test(path) ? '2026-03-08' : null,
      web_url: webUrl(call, path),
      permissions: {
        project_access: { access_level: /guest/.test(path) ? GUEST : DEVELOPER, notification_level: 3 },
        group_access: null,
      },
    },
  };
}

/** The scopes of the call's token: one with `read` in it can only read. */
export function getToken(call: Call): OutsideReply {
  const token = call.request.headers['private-token'] ?? bearerToken(call.request) ?? '';
  return { status: 200, body: { id: 1, active: true, scopes: [token.includes('read') ? 'read_api' : 'api'] } };
}

/** One page of a list with GitLab's headers; 20 items unless told, 100 at most. */
export function paged(call: Call, items: readonly JsonObject[]): OutsideReply {
  const { size, page, from, to } = pageBounds(call.request.query, 'per_page', 20);
  const isLast = to >= items.length;
  const headers = {
    'x-page': String(page),
    'x-per-page': String(size),
    'x-next-page': isLast ? '' : String(page + 1),
    'x-total': String(items.length),
  };
  return { status: 200, headers, body: items.slice(from, to) };
}
