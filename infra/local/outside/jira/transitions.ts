// Moving an issue through its workflow: every status can be reached from every other.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post
import { dig, objectOr, textOf } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, failFields, readBody } from './errors.ts';
import { existingIssue, STATUSES, saveIssue } from './issues.ts';

export const TRANSITIONS = STATUSES.map((to, index) => ({ id: `${index + 1}1`, name: to.name, to }));

export function listTransitions(call: Call): OutsideReply {
  existingIssue(call);
  return { status: 200, body: { transitions: TRANSITIONS } };
}

export function transitionIssue(call: Call): OutsideReply {
  const issue = existingIssue(call);
  const body = readBody(call);
  const id = textOf(dig(body, 'transition', 'id'));
  if (id === undefined) return fail(400, "Missing 'transition' identifier");
  const transition = TRANSITIONS.find((candidate) => candidate.id === id);
  if (!transition) return fail(400, `Transition id '${id}' is not valid for this issue.`);
  const [unknown] = Object.keys(objectOr(body.fields));
  if (unknown !== undefined) {
    return failFields({
      [unknown]: `Field '${unknown}' cannot be set. It is not on the appropriate screen, or unknown.`,
    });
  }
  saveIssue(call, { ...issue, status: transition.to.id });
  return { status: 204 };
}
