// Issues: creating, reading and changing them. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues
import type { Json, JsonObject } from '../../contracts.ts';
import { objectOr, unknownKeys } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail, failFields, invalidPayload, readBody } from './errors.ts';
import { issueTypeOf, mistakesInNew, projectOf } from './fields.ts';
import { existingProject, issueTypesOf, projectId } from './projects.ts';
import { shown } from './rich-text.ts';

export const STATUSES = [
  { id: '10000', name: 'To Do', statusCategory: { key: 'new', name: 'To Do' } },
  { id: '3', name: 'In Progress', statusCategory: { key: 'indeterminate', name: 'In Progress' } },
  { id: '10001', name: 'Done', statusCategory: { key: 'done', name: 'Done' } },
];

export type Comment = { id: string; body: Json };

/** An issue as kept under its key in the collection `issues`; `fields` as last sent, without project and type. */
export type Issue = {
  id: string;
  key: string;
  project: string;
  type: string;
  status: string;
  fields: JsonObject;
  comments: Comment[];
};

export function createIssue(call: Call): OutsideReply {
  const body = readBody(call);
  if (unknownKeys(body, ['fields', 'update', 'transition', 'historyMetadata', 'watchers']).length > 0)
    return invalidPayload();
  const { project: _project, issuetype: _type, ...fields } = objectOr(body.fields);
  const errors = mistakesInNew(call, objectOr(body.fields));
  if (Object.keys(errors).length > 0) return failFields(errors);
  const project = projectOf(call, objectOr(body.fields)) ?? '';
  const issue = saveIssue(call, {
    id: String(10_000 + call.state.next('issue')),
    key: `${project}-${call.state.next(`issue ${project}`)}`,
    project,
    type: issueTypeOf(objectOr(body.fields), project)?.id ?? '',
    status: '10000',
    fields,
    comments: [],
  });
  return { status: 201, body: { id: issue.id, key: issue.key } };
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

/** An issue with all its fields, or with those named. */
export function issueResource(call: Call, issue: Issue, wanted?: readonly string[]): JsonObject {
  const fields = Object.entries(fieldsOf(call, issue)).filter(([name]) => wanted?.includes(name) ?? true);
  return { id: issue.id, key: issue.key, fields: Object.fromEntries(fields) };
}

/** The statuses of each issue type of a project. */
export function projectStatuses(call: Call): OutsideReply {
  const project = existingProject(call, param(call, 'project'));
  return { status: 200, body: issueTypesOf(project).map((type) => ({ ...type, statuses: STATUSES })) };
}

function fieldsOf(call: Call, issue: Issue): JsonObject {
  return {
    labels: [],
    parent: null,
    ...issue.fields,
    description: shown(call, issue.fields.description ?? null),
    project: { id: projectId(issue.project), key: issue.project },
    issuetype: issueTypesOf(issue.project).find(({ id }) => id === issue.type) ?? null,
    status: STATUSES.find(({ id }) => id === issue.status) ?? null,
  };
}
