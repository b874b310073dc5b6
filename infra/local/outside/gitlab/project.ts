// Every project exists unless its path contains `missing`. A path with `moved`, `archived`, `deleted` or `guest` in it makes the
// project so.
// https://docs.gitlab.com/api/projects/
import type { JsonObject } from '../../contracts.ts';
import { bearerToken, pageBounds } from '../reading.ts';
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

export const webUrl = (call: Call, path: string): string => `${call.base}/${path}`;

export function getProject(call: Call): OutsideReply {
  const path = existingProject(call);
  const project_access = { access_level: path.includes('guest') ? GUEST : DEVELOPER };
  return {
    status: 200,
    body: {
      path_with_namespace: path,
      archived: path.includes('archived'),
      marked_for_deletion_on: path.includes('deleted') ? '2026-03-08' : null,
      permissions: { project_access, group_access: null },
    },
  };
}

/** The scopes of the call's token: one with `read` in it can only read. */
export function getToken(call: Call): OutsideReply {
  const token = call.request.headers['private-token'] ?? bearerToken(call.request) ?? '';
  return { status: 200, body: { scopes: [token.includes('read') ? 'read_api' : 'api'] } };
}

/** One page of a list; 20 items unless told, 100 at most. */
export function paged(call: Call, items: readonly JsonObject[]): OutsideReply {
  const { from, to } = pageBounds(call.request.query, 'per_page', 20);
  return { status: 200, body: items.slice(from, to) };
}
