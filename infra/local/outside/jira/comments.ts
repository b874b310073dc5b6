// Comments of an issue. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments
import type { JsonObject } from '../../contracts.ts';
import { unknownKeys, wholeNumber } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { failFields, invalidPayload, readBody } from './errors.ts';
import { type Comment, existingIssue, saveIssue } from './issues.ts';
import { isEmpty, mistakeIn, shown } from './rich-text.ts';

export function addComment(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const sent = readBody(call);
  if (unknownKeys(sent, ['body', 'visibility', 'public', 'parentId']).length > 0) return invalidPayload();
  const text = sent.body ?? null;
  if (text === null || mistakeIn(call, text) !== undefined)
    return failFields({ comment: 'Comment body is not valid!' });
  if (isEmpty(text)) return failFields({ comment: 'Comment body can not be empty!' });
  const comment: Comment = { id: String(20_000 + call.state.next('comment')), body: text };
  saveIssue(call, { ...issue, comments: [...issue.comments, comment] });
  return { status: 201, body: commentResource(call, comment) };
}

/** `orderBy=-created` answers the newest first. */
export function listComments(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const { query } = call.request;
  const startAt = wholeNumber(query.get('startAt'), 0, 0, 1_000_000);
  const maxResults = wholeNumber(query.get('maxResults'), 5000, 1, 5000);
  const ordered = query.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  const comments = ordered.slice(startAt, startAt + maxResults).map((comment) => commentResource(call, comment));
  return { status: 200, body: { startAt, maxResults, total: issue.comments.length, comments } };
}

const commentResource = (call: Call, { id, body }: Comment): JsonObject => ({ id, body: shown(call, body) });
