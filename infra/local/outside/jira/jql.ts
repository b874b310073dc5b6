// A part of JQL: comparisons of the fields below joined by AND, OR, NOT and parentheses, and ORDER BY. Anything else is
// refused as an unknown field would be. https://support.atlassian.com/jira-software-cloud/docs/jql-fields
import { arrayOr, dig } from '../reading.ts';
import { fail } from './errors.ts';
import { type Issue, STATUSES } from './issues.ts';
import { ISSUE_TYPES, projectId } from './projects.ts';
import { plainText } from './rich-text.ts';

export interface Query {
  /** Whether nothing restricts the search. */
  readonly isUnbounded: boolean;
  select(issues: readonly Issue[]): Issue[];
}

type Test = (issue: Issue) => boolean;

/** Values of a field an issue can be found by, in lower case. */
const FIELDS: Readonly<Record<string, (issue: Issue) => string[]>> = {
  project: (issue) => [issue.project, projectId(issue.project)],
  labels: (issue) => arrayOr(issue.fields.labels).map(String),
  issuetype: (issue) => [issue.type, ...ISSUE_TYPES.filter(({ id }) => id === issue.type).map(({ name }) => name)],
  status: (issue) => [issue.status, ...STATUSES.filter(({ id }) => id === issue.status).map(({ name }) => name)],
  statuscategory: (issue) =>
    STATUSES.filter(({ id }) => id === issue.status).flatMap(({ category }) => [category.name, category.key]),
  key: (issue) => [issue.key, issue.id],
  parent: (issue) => ['key', 'id'].flatMap((name) => dig(issue.fields.parent, name) ?? []).map(String),
  fixversion: (issue) =>
    arrayOr(issue.fields.fixVersions)
      .flatMap((version) => [dig(version, 'name') ?? [], dig(version, 'id') ?? []].flat())
      .map(String),
  summary: (issue) => [String(issue.fields.summary ?? '')],
  description: (issue) => [plainText(issue.fields.description ?? '')],
};

const ALIASES: Readonly<Record<string, string>> = { type: 'issuetype', issuekey: 'key', issue: 'key', id: 'key' };

const ORDERS: Readonly<Record<string, (issue: Issue) => string | number>> = {
  created: (issue) => issue.createdAt,
  updated: (issue) => issue.updatedAt,
  key: (issue) => Number(issue.id),
  id: (issue) => Number(issue.id),
};

/** Reads a JQL text; ends the call with 400 for what it does not understand. */
export function parseJql(jql: string): Query {
  const [, where = '', order = ''] = /^(.*?)(?:\border\s+by\s+(.+))?$/is.exec(jql.trim()) ?? [];
  const tokens = where.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|!=|!~|[=~(),]|[^\s=~(),!"']+/g) ?? [];
  const reader: Reader = { tokens, at: 0 };
  const test = tokens.length === 0 ? () => true : readOr(reader);
  if (reader.at < tokens.length) return broken(reader);
  const compare = readOrder(order);
  return { isUnbounded: tokens.length === 0, select: (issues) => issues.filter(test).sort(compare) };
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function readOr(reader: Reader): Test {
  const tests = [readAnd(reader)];
  while (takeWord(reader, 'or')) tests.push(readAnd(reader));
  return (issue) => tests.some((test) => test(issue));
}

function readAnd(reader: Reader): Test {
  const tests = [readTerm(reader)];
  while (takeWord(reader, 'and')) tests.push(readTerm(reader));
  return (issue) => tests.every((test) => test(issue));
}

function readTerm(reader: Reader): Test {
  if (takeWord(reader, 'not')) {
    const test = readTerm(reader);
    return (issue) => !test(issue);
  }
  if (takeWord(reader, '(')) {
    const test = readOr(reader);
    return takeWord(reader, ')') ? test : broken(reader);
  }
  return readComparison(reader);
}

function readComparison(reader: Reader): Test {
  const name = value(reader);
  const field = FIELDS[ALIASES[name] ?? name];
  if (!field) return fail(400, `Field '${name}' does not exist or you do not have permission to view it.`);
  const has = (issue: Issue, wanted: string): boolean => field(issue).some((own) => own.toLowerCase() === wanted);
  const isNegated = takeWord(reader, 'not');
  if (takeWord(reader, 'in')) {
    const wanted = readList(reader);
    return (issue) => wanted.some((one) => has(issue, one)) !== isNegated;
  }
  const operator = isNegated ? undefined : reader.tokens[reader.at++]?.toLowerCase();
  if (operator === 'is') {
    const isFilled = takeWord(reader, 'not');
    if (!takeWord(reader, 'empty') && !takeWord(reader, 'null')) return broken(reader);
    return (issue) => field(issue).some((own) => own !== '') === isFilled;
  }
  if (operator === undefined || !['=', '!=', '~', '!~'].includes(operator)) return broken(reader);
  const wanted = value(reader);
  const matches: Test = operator.endsWith('~')
    ? (issue) => field(issue).some((own) => own.toLowerCase().includes(wanted.replaceAll('*', '')))
    : (issue) => has(issue, wanted);
  return operator.startsWith('!') ? (issue) => !matches(issue) : matches;
}

function readList(reader: Reader): string[] {
  if (!takeWord(reader, '(')) return broken(reader);
  const values = [value(reader)];
  while (takeWord(reader, ',')) values.push(value(reader));
  return takeWord(reader, ')') ? values : broken(reader);
}

function value(reader: Reader): string {
  const token = reader.tokens[reader.at++];
  if (token === undefined || /^[=~(),]$|^!/.test(token)) return broken(reader);
  const text = /^["']/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
  return text.toLowerCase();
}

function takeWord(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at]?.toLowerCase() !== word) return false;
  reader.at += 1;
  return true;
}

function readOrder(order: string): (a: Issue, b: Issue) => number {
  const keys = order === '' ? [] : order.split(',').map((part) => part.trim().toLowerCase().split(/\s+/));
  const orders = keys.map(([name = '', direction = 'asc']) => {
    const by = ORDERS[ALIASES[name] ?? name];
    return by
      ? { by, sign: direction === 'desc' ? -1 : 1 }
      : fail(400, `Field '${name}' does not exist or you do not have permission to view it.`);
  });
  return (a, b) => {
    for (const { by, sign } of orders) {
      const [left, right] = [by(a), by(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}

function broken(reader: Reader): never {
  const token = reader.tokens[Math.max(reader.at - 1, 0)] ?? '';
  return fail(400, `Error in the JQL Query: Expecting something else near '${token}'.`);
}
