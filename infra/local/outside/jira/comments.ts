// Comments of an issue. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments
import type { JsonObject } from '../../contracts.ts';
import { unknownKeys, wholeNumber } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { apiUrl, failFields, invalidPayload, readBody } from './errors.ts';
import { existingIssue, type Issue, jiraTime, saveIssue } from './issues.ts';
import { isEmpty, mistakeIn, shown } from './rich-text.ts';

export function addComment(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const sent = readBody(call);
  if (unknownKeys(sent, ['body', 'visibility', 'public', 'parentId']).length > 0) return invalidPayload();
  const text = sent.body ?? null;
  if (text === null || mistakeIn(call, text) !== undefined)
    return failFields({ comment: 'Comment body is not valid!' });
  if (isEmpty(text)) return failFields({ comment: 'Comment body can not be empty!' });
  const at = jiraTime(call.now);
  const comment: JsonObject = {
    id: String(20_000 + call.state.next('comment')),
    body: text,
    created: at,
    updated: at,
    jsdPublic: true,
  };
  saveIssue(call, { ...issue, comments: [...issue.comments, comment], updatedAt: at });
  return { status: 201, body: commentResource(call, issue, comment) };
}

/** `orderBy=-created` answers the newest first. */
export function listComments(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const { query } = call.request;
  const startAt = wholeNumber(query.get('startAt'), 0, 0, 1_000_000);
  const maxResults = wholeNumber(query.get('maxResults'), 5000, 1, 5000);
  const ordered = query.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  const comments = ordered.slice(startAt, startAt + maxResults).map((comment) => commentResource(call, issue, comment));
  return { status: 200, body: { startAt, maxResults, total: issue.comments.length, comments } };
}

function commentResource(call: Call, issue: Issue, comment: JsonObject): JsonObject {
  const author = { accountId: '557058:windlass', displayName: 'windlass', active: true };
  return {
    self: apiUrl(call, `/issue/${issue.id}/comment/${String(comment.id)}`),
    ...comment,
    body: shown(call, comment.body ?? null),
    author,
    updateAuthor: author,
  };
}
