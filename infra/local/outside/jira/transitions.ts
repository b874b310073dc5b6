// Moving an issue through its workflow: every status can be reached from every other.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post
import type { JsonObject } from '../../contracts.ts';
import { arrayOr, dig, isObject, objectOr, textOf } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, failFields, readBody } from './errors.ts';
import { existingIssue, jiraTime, STATUSES, saveIssue, statusResource } from './issues.ts';
import { mistakeIn } from './rich-text.ts';

const TRANSITIONS = STATUSES.map((status, index) => ({ id: `${index + 1}1`, name: status.name, to: status.id }));

export function listTransitions(call: Call): OutsideReply {
  existingIssue(call);
  return { status: 200, body: { expand: 'transitions', transitions: transitionsFor(call) } };
}

export function transitionsFor(call: Call): JsonObject[] {
  return TRANSITIONS.map(({ id, name, to }) => ({
    id,
    name,
    to: statusResource(call, to),
    hasScreen: false,
    isGlobal: true,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
    isLooped: false,
  }));
}

/** 204. A comment may come with it in `update.comment`; `fields` may only set the resolution. */
export function transitionIssue(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const body = readBody(call);
  const id = textOf(dig(body, 'transition', 'id'));
  if (id === undefined) return fail(400, "Missing 'transition' identifier");
  const transition = TRANSITIONS.find((candidate) => candidate.id === id);
  if (!transition) return fail(400, `Transition id '${id}' is not valid for this issue.`);
  const [unknown] = Object.keys(objectOr(body.fields)).filter((name) => name !== 'resolution');
  if (unknown !== undefined) {
    return failFields({
      [unknown]: `Field '${unknown}' cannot be set. It is not on the appropriate screen, or unknown.`,
    });
  }
  const at = jiraTime(call.now);
  const added = arrayOr(dig(body, 'update', 'comment'))
    .filter(isObject)
    .map((operation) => dig(operation, 'add', 'body') ?? null);
  if (added.some((text) => text === null || mistakeIn(call, text) !== undefined))
    return failFields({ comment: 'Comment body is not valid!' });
  const comments = added.map((text) => ({
    id: String(20_000 + call.state.next('comment')),
    body: text,
    created: at,
    updated: at,
    jsdPublic: true,
    properties: [],
  }));
  saveIssue(call, { ...issue, status: transition.to, comments: [...issue.comments, ...comments], updatedAt: at });
  return { status: 204 };
}
