// Issues: creating, reading and changing them. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues
import type { JsonObject } from '../../contracts.ts';
import { objectOr, unknownKeys } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { apiUrl, fail, failFields, invalidPayload, readBody } from './errors.ts';
import { issueTypeOf, mistakesInNew, projectOf } from './fields.ts';
import { existingProject, issueTypeResource, issueTypesOf, projectResource } from './projects.ts';
import { shown } from './rich-text.ts';

export const STATUSES = [
  { id: '10000', name: 'To Do', category: { id: 2, key: 'new', name: 'To Do', colorName: 'blue-gray' } },
  { id: '3', name: 'In Progress', category: { id: 4, key: 'indeterminate', name: 'In Progress', colorName: 'yellow' } },
  { id: '10001', name: 'Done', category: { id: 3, key: 'done', name: 'Done', colorName: 'green' } },
] as const;

/** An issue as kept under its key in the collection `issues`; `fields` as last sent, without project and type. */
export type Issue = {
  id: string;
  key: string;
  project: string;
  type: string;
  status: string;
  fields: JsonObject;
  comments: JsonObject[];
  createdAt: string;
  updatedAt: string;
};

export function createIssue(call: Call): OutsideReply {
  const body = readBody(call);
  if (unknownKeys(body, ['fields', 'update', 'transition', 'historyMetadata', 'watchers']).length > 0)
    return invalidPayload();
  const { project: _project, issuetype: _type, ...fields } = objectOr(body.fields);
  const errors = mistakesInNew(call, objectOr(body.fields));
  if (Object.keys(errors).length > 0) return failFields(errors);
  const project = projectOf(call, objectOr(body.fields)) ?? '';
  const at = jiraTime(call.now);
  const issue = saveIssue(call, {
    id: String(10_000 + call.state.next('issue')),
    key: `${project}-${call.state.next(`issue ${project}`)}`,
    project,
    type: issueTypeOf(objectOr(body.fields), project)?.id ?? '',
    status: STATUSES[0].id,
    fields,
    comments: [],
    createdAt: at,
    updatedAt: at,
  });
  return { status: 201, body: { id: issue.id, key: issue.key, self: apiUrl(call, `/issue/${issue.id}`) } };
}

export function getIssue(call: Call): OutsideReply {
  const issue = existingIssue(call);
  return { status: 200, body: issueResource(call, issue, call.request.query.get('fields')?.split(',')) };
}

/** The issue a call is about, by key (in any case) or id; 404 when there is none. */
export function existingIssue(call: Call): Issue {
  const keyOrId = param(call, 'issue');
  const issue = /^\d+$/.test(keyOrId)
    ? call.state.list<Issue>('issues').find((candidate) => candidate.id === keyOrId)
    : call.state.get<Issue>('issues', keyOrId.toUpperCase());
  return issue ?? fail(404, 'Issue does not exist or you do not have permission to see it.');
}

export const saveIssue = (call: Call, issue: Issue): Issue => call.state.put('issues', issue.key, issue);

/** A time as Jira writes it: `2026-01-05T09:00:00.000+0000`. */
export function jiraTime(now: number): string {
  return new Date(now).toISOString().replace('Z', '+0000');
}

/** An issue with all its fields, or with those named. */
export function issueResource(call: Call, issue: Issue, wanted?: readonly string[]): JsonObject {
  const fields = Object.entries(fieldsOf(call, issue)).filter(([name]) => wanted?.includes(name) ?? true);
  return {
    id: issue.id,
    self: apiUrl(call, `/issue/${issue.id}`),
    key: issue.key,
    fields: Object.fromEntries(fields),
  };
}

export function statusResource(call: Call, id: string): JsonObject {
  const { name, category } = STATUSES.find((status) => status.id === id) ?? STATUSES[0];
  return {
    self: apiUrl(call, `/status/${id}`),
    id,
    name,
    description: '',
    statusCategory: { self: apiUrl(call, `/statuscategory/${category.id}`), ...category },
  };
}

/** The statuses of each issue type of a project. */
export function projectStatuses(call: Call): OutsideReply {
  const project = existingProject(call, param(call, 'project'));
  const statuses = STATUSES.map(({ id }) => statusResource(call, id));
  return { status: 200, body: issueTypesOf(project).map((type) => ({ ...issueTypeResource(call, type), statuses })) };
}

function fieldsOf(call: Call, issue: Issue): JsonObject {
  const type = issueTypesOf(issue.project).find((candidate) => candidate.id === issue.type);
  const isDone = issue.status === '10001';
  const { issueTypes: _, ...project } = projectResource(call, issue.project);
  const comments = issue.comments.map((comment) => ({ ...comment, body: shown(call, comment.body ?? null) }));
  return {
    labels: [],
    parent: null,
    assignee: null,
    ...issue.fields,
    description: shown(call, issue.fields.description ?? null),
    project,
    issuetype: type ? issueTypeResource(call, type) : null,
    status: statusResource(call, issue.status),
    resolution: isDone ? { id: '10000', name: 'Done' } : null,
    resolutiondate: isDone ? issue.updatedAt : null,
    created: issue.createdAt,
    updated: issue.updatedAt,
    comment: { comments, total: comments.length, maxResults: comments.length, startAt: 0 },
  };
}
