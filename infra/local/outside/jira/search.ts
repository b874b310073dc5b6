// The two searches: by token (`/search/jql`, Cloud's only one) and by page (`/search`, removed from v3).
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search
import type { Json, JsonObject } from '../../contracts.ts';
import { arrayOr, textOf, wholeNumber } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, isV3, readBody } from './errors.ts';
import { type Issue, issueResource } from './issues.ts';
import { parseJql } from './jql.ts';
import { transitionsFor } from './transitions.ts';

export function searchByToken(call: Call): OutsideReply {
  const { jql, fields, maxResults, startAt, expandsTransitions } = readSearch(call, 'nextPageToken');
  const query = parseJql(jql);
  if (query.isUnbounded) {
    return fail(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  const found = query.select(call.state.list<Issue>('issues'));
  const end = startAt + maxResults;
  const isLast = end >= found.length;
  return {
    status: 200,
    body: {
      // Unlike the older search this one answers ids only, unless fields are named.
      issues: found.slice(startAt, end).map((issue) => ({
        ...(fields ? issueResource(call, issue, fields) : { id: issue.id }),
        ...(expandsTransitions && { transitions: transitionsFor(call) }),
      })),
      isLast,
      ...(!isLast && { nextPageToken: Buffer.from(`at:${end}`).toString('base64url') }),
    },
  };
}

export function searchByPage(call: Call): OutsideReply {
  if (isV3(call)) {
    return fail(
      410,
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
    );
  }
  const { jql, fields, maxResults, startAt, expandsTransitions } = readSearch(call, 'startAt');
  const found = parseJql(jql).select(call.state.list<Issue>('issues'));
  const issues = found.slice(startAt, startAt + maxResults).map((issue) => ({
    ...issueResource(call, issue, fields),
    ...(expandsTransitions && { transitions: transitionsFor(call) }),
  }));
  return { status: 200, body: { expand: 'schema,names', startAt, maxResults, total: found.length, issues } };
}

interface Search {
  readonly jql: string;
  readonly fields: string[] | undefined;
  readonly maxResults: number;
  readonly startAt: number;
  readonly expandsTransitions: boolean;
}

const KNOWN = [
  'jql',
  'fields',
  'maxResults',
  'nextPageToken',
  'startAt',
  'expand',
  'properties',
  'fieldsByKeys',
  'validateQuery',
  'failFast',
  'reconcileIssues',
];

function readSearch(call: Call, position: 'nextPageToken' | 'startAt'): Search {
  const sent: JsonObject = call.request.method === 'POST' ? readBody(call) : Object.fromEntries(call.request.query);
  if (Object.keys(sent).some((key) => !KNOWN.includes(key)))
    return fail(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
  return {
    jql: textOf(sent.jql) ?? '',
    fields: fieldsIn(sent.fields),
    expandsTransitions: [sent.expand ?? []].flat().join().includes('transitions'),
    maxResults: wholeNumber(String(sent.maxResults ?? ''), 50, 1, 5000),
    startAt:
      position === 'startAt'
        ? wholeNumber(String(sent.startAt ?? ''), 0, 0, 1_000_000)
        : positionIn(textOf(sent.nextPageToken)),
  };
}

function fieldsIn(sent: Json | undefined): string[] | undefined {
  if (typeof sent === 'string') return sent.split(',').map((name) => name.trim());
  return sent === undefined ? undefined : arrayOr(sent).map(String);
}

function positionIn(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return /^at:\d+$/.test(text)
    ? Number(text.slice(3))
    : fail(400, 'The provided next page token is invalid or expired.');
}
