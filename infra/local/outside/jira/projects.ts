// Projects: every key exists unless it contains MISSING. All have the same statuses. Other words in a key set the
// project up: NEXTGEN calls its epics Features, EPICNAME wants an Epic Name, NOSCREEN takes none, WANTSTEAM wants a
// field of its own, READONLY refuses new issues.
import type { JsonObject } from '../../contracts.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail } from './errors.ts';

export const ISSUE_TYPES = [
  { id: '10000', name: 'Epic', hierarchyLevel: 1 },
  { id: '10001', name: 'Story', hierarchyLevel: 0 },
  { id: '10002', name: 'Task', hierarchyLevel: 0 },
  { id: '10003', name: 'Sub-task', hierarchyLevel: -1 },
  { id: '10004', name: 'Bug', hierarchyLevel: 0 },
];

/** Under which name a project has its epics. */
export const issueTypesOf = (project: string | undefined): typeof ISSUE_TYPES =>
  ISSUE_TYPES.map((type) =>
    type.name === 'Epic' && project?.includes('NEXTGEN') ? { ...type, name: 'Feature' } : type,
  );

export function getProject(call: Call): OutsideReply {
  const key = existingProject(call, param(call, 'project'));
  return { status: 200, body: { id: projectId(key), key, name: key, issueTypes: issueTypesOf(key) } };
}

/** The key of a project named by its key or id; 404 when there is none. */
export function existingProject(call: Call, keyOrId: string): string {
  return findProject(call, keyOrId) ?? fail(404, `No project could be found with key '${keyOrId}'.`);
}

/** The key of a project named by its key or id. An id is known once its project was looked at. */
export function findProject(call: Call, keyOrId: string): string | undefined {
  if (/^\d+$/.test(keyOrId)) return call.state.get<string>('projects', keyOrId);
  if (!/^[A-Z][A-Z0-9_]{1,9}$/.test(keyOrId) || keyOrId.includes('MISSING')) return undefined;
  call.state.put('projects', projectId(keyOrId), keyOrId);
  return keyOrId;
}

export function projectId(key: string): string {
  return String(numberOf('project', key) % 1_000_000);
}

/** The permissions that are asked for, in the project that is. */
export function myPermissions(call: Call): OutsideReply {
  const project = existingProject(call, call.request.query.get('projectKey') ?? '');
  const keys = (call.request.query.get('permissions') ?? '').split(',').filter((key) => key !== '');
  if (keys.length === 0) return fail(400, "The 'permissions' query parameter is required.");
  const permissions = keys.map((key) => [
    key,
    { havePermission: !(key === 'CREATE_ISSUES' && project.includes('READONLY')) },
  ]);
  return { status: 200, body: { permissions: Object.fromEntries(permissions) as JsonObject } };
}
