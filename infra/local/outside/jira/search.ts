// The first page of the two searches: `/search/jql`, the only one of Cloud, and `/search`, which v3 removed.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search
import type { JsonObject } from '../../contracts.ts';
import { wholeNumber } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, invalidPayload, isV3 } from './errors.ts';
import { type Issue, issueResource } from './issues.ts';
import { parseJql } from './jql.ts';
import { TRANSITIONS } from './transitions.ts';

export function searchByToken(call: Call): OutsideReply {
  const { issues, total, maxResults } = search(call, true);
  return { status: 200, body: { issues, isLast: maxResults >= total } };
}

export function searchByPage(call: Call): OutsideReply {
  if (isV3(call)) {
    return fail(
      410,
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
    );
  }
  return { status: 200, body: { startAt: 0, ...search(call, false) } };
}

const KNOWN = ['jql', 'fields', 'maxResults', 'expand'];

/** The search by token wants a bounded query, and answers ids only unless fields are named. */
function search(call: Call, isByToken: boolean): { maxResults: number; total: number; issues: JsonObject[] } {
  const { query } = call.request;
  if ([...query.keys()].some((key) => !KNOWN.includes(key))) return invalidPayload();
  const fields = query.get('fields')?.split(',');
  const maxResults = wholeNumber(query.get('maxResults'), 50, 1, 5000);
  const { isUnbounded, select } = parseJql(query.get('jql') ?? '');
  if (isByToken && isUnbounded) {
    return fail(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  const found = select(call.state.list<Issue>('issues'));
  const issues = found.slice(0, maxResults).map((issue) => ({
    ...(isByToken && !fields ? { id: issue.id } : issueResource(call, issue, fields)),
    ...(query.get('expand') === 'transitions' && { transitions: TRANSITIONS }),
  }));
  return { maxResults, total: found.length, issues };
}
