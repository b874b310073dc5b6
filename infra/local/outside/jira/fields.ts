// Checks the fields of an issue. Every mistake is answered at once, by field, as Jira does.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues
import type { Json, JsonObject } from '../../contracts.ts';
import { dig, textOf } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { findProject, type ISSUE_TYPES, issueTypesOf } from './projects.ts';
import { mistakeIn } from './rich-text.ts';

const MAX_SUMMARY = 255;

/** Fields of the create and edit screens beside the custom ones. */
const SCREEN = [
  'project',
  'issuetype',
  'summary',
  'description',
  'environment',
  'labels',
  'components',
  'priority',
  'assignee',
  'reporter',
  'parent',
  'duedate',
];

/** The custom field in which Server wants an epic's name. */
const EPIC_NAME = { id: 'customfield_10011', schema: { custom: 'com.pyxis.greenhopper.jira:gh-epic-label' } };

export function listFields(): OutsideReply {
  return { status: 200, body: [...SCREEN.map((id) => ({ id, schema: {} })), EPIC_NAME] };
}

/** The key of the project the fields name by key or id. */
export function projectOf(call: Call, fields: JsonObject): string | undefined {
  return findProject(call, String(dig(fields.project, 'key') ?? dig(fields.project, 'id') ?? ''));
}

/** The issue type the fields name by id or name. */
export function issueTypeOf(fields: JsonObject, project: string | undefined): (typeof ISSUE_TYPES)[number] | undefined {
  const id = dig(fields.issuetype, 'id');
  const name = dig(fields.issuetype, 'name');
  return issueTypesOf(project).find((type) => (id === undefined ? type.name === name : type.id === id));
}

/** Errors of a new issue's fields. */
export function mistakesInNew(call: Call, fields: JsonObject): Record<string, string> {
  const project = projectOf(call, fields);
  const errors = mistakesIn(call, fields, project);
  if (fields.project === undefined || project === undefined) errors.project = 'Specify a valid project ID or key';
  if (fields.issuetype === undefined) errors.issuetype = 'Specify an issue type';
  else if (!issueTypeOf(fields, project)) errors.issuetype = 'Specify a valid issue type';
  const isEpic = issueTypeOf(fields, project)?.hierarchyLevel === 1;
  if (isEpic && project?.includes('EPICNAME') && fields[EPIC_NAME.id] === undefined) {
    errors[EPIC_NAME.id] = 'Epic Name is required.';
  }
  if (project?.includes('WANTSTEAM') && fields.customfield_10050 === undefined)
    errors.customfield_10050 = 'Team is required.';
  if (fields.summary === undefined) errors.summary = 'You must specify a summary of the issue.';
  return errors;
}

/** Errors of fields to be changed; `project` is the key of the issue's project. */
export function mistakesIn(call: Call, fields: JsonObject, project: string | undefined): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const mistake = mistakeInField(call, name, value, project);
    if (mistake !== undefined) errors[name] = mistake;
  }
  return errors;
}

function mistakeInField(call: Call, name: string, value: Json, project: string | undefined): string | undefined {
  const isOffScreen = name === EPIC_NAME.id && project?.includes('NOSCREEN');
  if (/^customfield_\d+$/.test(name) && !isOffScreen) return undefined;
  if (!SCREEN.includes(name)) return `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
  switch (name) {
    case 'summary':
      return mistakeInSummary(value);
    case 'description':
    case 'environment':
      return mistakeIn(call, value);
    case 'labels':
      return mistakeInLabels(value);
    case 'parent':
      return (textOf(dig(value, 'key')) ?? textOf(dig(value, 'id'))) ? undefined : 'Could not find issue by id or key.';
    case 'duedate':
      return value === null || /^\d{4}-\d{2}-\d{2}$/.test(String(value))
        ? undefined
        : "Operation value must be a date in the format 'yyyy-MM-dd'";
    default:
      return undefined;
  }
}

function mistakeInSummary(value: Json): string | undefined {
  if (typeof value !== 'string') return 'Operation value must be a string';
  if (value.trim() === '') return 'You must specify a summary of the issue.';
  if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
  return value.length > MAX_SUMMARY ? `Summary must be less than ${MAX_SUMMARY} characters.` : undefined;
}

function mistakeInLabels(value: Json): string | undefined {
  if (!Array.isArray(value)) return 'data was not an array';
  const wrong = value.find((label) => typeof label !== 'string' || /\s/.test(label) || label === '');
  return wrong === undefined ? undefined : `The label '${String(wrong)}' contains spaces which is invalid.`;
}
