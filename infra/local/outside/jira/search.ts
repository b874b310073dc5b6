// The first page of the two searches: `/search/jql`, the only one of Cloud, and `/search`, which v3 removed.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search
import { wholeNumber } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, isV3 } from './errors.ts';
import { type Issue, issueResource } from './issues.ts';
import { parseJql } from './jql.ts';
import { transitionsFor } from './transitions.ts';

export function searchByToken(call: Call): OutsideReply {
  const { jql, fields, maxResults, expandsTransitions } = readSearch(call);
  const query = parseJql(jql);
  if (query.isUnbounded) {
    return fail(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  const found = query.select(call.state.list<Issue>('issues'));
  return {
    status: 200,
    body: {
      // Unlike the older search this one answers ids only, unless fields are named.
      issues: found.slice(0, maxResults).map((issue) => ({
        ...(fields ? issueResource(call, issue, fields) : { id: issue.id }),
        ...(expandsTransitions && { transitions: transitionsFor(call) }),
      })),
      isLast: maxResults >= found.length,
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
  const { jql, fields, maxResults, expandsTransitions } = readSearch(call);
  const found = parseJql(jql).select(call.state.list<Issue>('issues'));
  const issues = found.slice(0, maxResults).map((issue) => ({
    ...issueResource(call, issue, fields),
    ...(expandsTransitions && { transitions: transitionsFor(call) }),
  }));
  return { status: 200, body: { expand: 'schema,names', startAt: 0, maxResults, total: found.length, issues } };
}

interface Search {
  readonly jql: string;
  readonly fields: string[] | undefined;
  readonly maxResults: number;
  readonly expandsTransitions: boolean;
}

const KNOWN = ['jql', 'fields', 'maxResults', 'expand'];

function readSearch(call: Call): Search {
  const { query } = call.request;
  if ([...query.keys()].some((key) => !KNOWN.includes(key)))
    return fail(400, 'Invalid request payload. Refer to the REST API documentation and try again.');
  return {
    jql: query.get('jql') ?? '',
    fields: query.get('fields')?.split(','),
    expandsTransitions: query.get('expand') === 'transitions',
    maxResults: wholeNumber(query.get('maxResults'), 50, 1, 5000),
  };
}
