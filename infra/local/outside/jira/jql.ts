// The JQL that Windlass sends: comparisons of the fields below, joined by AND, and ORDER BY created. Anything else is refused as
// an unknown field would be. https://support.atlassian.com/jira-software-cloud/docs/jql-fields
import { arrayOr } from '../reading.ts';
import { fail } from './errors.ts';
import { type Issue, STATUSES } from './issues.ts';
import { ISSUE_TYPES, projectId } from './projects.ts';

export interface Query {
  /** Whether nothing restricts the search. */
  readonly isUnbounded: boolean;
  select(issues: readonly Issue[]): Issue[];
}

/** The values of a field that an issue can be found by. */
const FIELDS: Readonly<Record<string, (issue: Issue) => string[]>> = {
  project: (issue) => [issue.project, projectId(issue.project)],
  labels: (issue) => arrayOr(issue.fields.labels).map(String),
  issuetype: (issue) => [issue.type, ...ISSUE_TYPES.filter(({ id }) => id === issue.type).map(({ name }) => name)],
  statuscategory: (issue) =>
    STATUSES.filter(({ id }) => id === issue.status).flatMap(({ statusCategory }) => Object.values(statusCategory)),
};

const COMPARISON = /^\s*(\w+)\s*(!?=)\s*(?:"((?:[^"\\]|\\.)*)"|([\w-]+))\s*$/;

/** Reads a JQL text; ends the call with 400 for anything that it does not understand. */
export function parseJql(jql: string): Query {
  const [, where = '', order] = /^(.*?)(?:\border\s+by\s+(.+))?$/is.exec(jql.trim()) ?? [];
  const isDescending = order === undefined ? false : isNewestFirst(order);
  const isUnbounded = where.trim() === '';
  const tests = isUnbounded ? [] : where.split(/\sAND\s/i).map(readComparison);
  return {
    isUnbounded,
    select: (issues) => {
      const found = issues.filter((issue) => tests.every((test) => test(issue)));
      return isDescending ? found.reverse() : found;
    },
  };
}

function readComparison(text: string): (issue: Issue) => boolean {
  const [, name = '', operator, quoted, bare = ''] = COMPARISON.exec(text) ?? broken(text);
  const field = FIELDS[name.toLowerCase()] ?? unknownField(name);
  const wanted = (quoted?.replace(/\\(.)/g, '$1') ?? bare).toLowerCase();
  return (issue) => field(issue).some((own) => own.toLowerCase() === wanted) === (operator === '=');
}

/** Issues are kept in the order of their creation. */
function isNewestFirst(order: string): boolean {
  const [, name = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?\s*$/i.exec(order) ?? broken(order);
  if (name.toLowerCase() !== 'created') unknownField(name);
  return direction.toLowerCase() === 'desc';
}

const unknownField = (name: string): never =>
  fail(400, `Field '${name}' does not exist or you do not have permission to view it.`);

const broken = (text: string): never =>
  fail(400, `Error in the JQL Query: Expecting something else near '${text.trim()}'.`);
