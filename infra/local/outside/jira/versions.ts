// Versions of a project. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-versions
import type { JsonObject } from '../../contracts.ts';
import { textOf, unknownKeys } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { apiUrl, fail, failFields, readBody } from './errors.ts';
import { existingProject, findProject, projectId } from './projects.ts';

const FIELDS = [
  'name',
  'description',
  'project',
  'projectId',
  'released',
  'archived',
  'releaseDate',
  'startDate',
  'driver',
  'moveUnfixedIssuesTo',
];

/** A version as kept under its id in the collection `versions`. */
export type Version = {
  id: string;
  project: string;
  name: string;
  description: string | null;
  isReleased: boolean;
  isArchived: boolean;
  releaseDate: string | null;
  startDate: string | null;
};

export function createVersion(call: Call): OutsideReply {
  const body = readBody(call);
  checkFields(body);
  const project = findProject(call, String(body.projectId ?? body.project ?? ''));
  if (project === undefined) return fail(404, 'No project could be found with the ID or key provided.');
  const name = textOf(body.name);
  if (name === undefined) return failFields({ name: 'You must specify a valid version name' });
  checkName(call, project, name);
  const empty: Version = {
    id: '',
    project,
    name,
    description: null,
    isReleased: false,
    isArchived: false,
    releaseDate: null,
    startDate: null,
  };
  const version = { ...changed(empty, body), id: String(10_000 + call.state.next('version')) };
  call.state.put('versions', version.id, version);
  return { status: 201, body: versionResource(call, version) };
}

export function updateVersion(call: Call): OutsideReply {
  const version = existingVersion(call);
  const body = readBody(call);
  checkFields(body);
  const after = changed(version, body);
  if (after.name !== version.name) checkName(call, version.project, after.name);
  call.state.put('versions', version.id, after);
  return { status: 200, body: versionResource(call, after) };
}

export function getVersion(call: Call): OutsideReply {
  return { status: 200, body: versionResource(call, existingVersion(call)) };
}

export function listVersions(call: Call): OutsideReply {
  const project = existingProject(call, param(call, 'project'));
  return { status: 200, body: versionsOf(call, project).map((version) => versionResource(call, version)) };
}

export function versionsOf(call: Call, project: string): Version[] {
  return call.state.list<Version>('versions').filter((version) => version.project === project);
}

export function versionResource(call: Call, version: Version): JsonObject {
  return {
    self: apiUrl(call, `/version/${version.id}`),
    id: version.id,
    name: version.name,
    ...(version.description !== null && { description: version.description }),
    archived: version.isArchived,
    released: version.isReleased,
    ...(version.startDate !== null && { startDate: version.startDate }),
    ...(version.releaseDate !== null && { releaseDate: version.releaseDate }),
    projectId: Number(projectId(version.project)),
  };
}

function existingVersion(call: Call): Version {
  const id = param(call, 'version');
  return call.state.get<Version>('versions', id) ?? fail(404, `Could not find version for id '${id}'`);
}

function checkFields(body: JsonObject): void {
  if (unknownKeys(body, FIELDS).length > 0)
    fail(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
  for (const name of ['releaseDate', 'startDate']) {
    const date = body[name];
    if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(date)))
      failFields({ [name]: 'Date must be in the format yyyy-MM-dd' });
  }
}

function checkName(call: Call, project: string, name: string): void {
  const isTaken = versionsOf(call, project).some((version) => version.name.toLowerCase() === name.toLowerCase());
  if (isTaken) failFields({ name: 'A version with this name already exists in this project.' });
}

function changed(version: Version, body: JsonObject): Version {
  return {
    ...version,
    name: textOf(body.name) ?? version.name,
    description: textOf(body.description) ?? version.description,
    isReleased: typeof body.released === 'boolean' ? body.released : version.isReleased,
    isArchived: typeof body.archived === 'boolean' ? body.archived : version.isArchived,
    releaseDate: textOf(body.releaseDate) ?? version.releaseDate,
    startDate: textOf(body.startDate) ?? version.startDate,
  };
}
