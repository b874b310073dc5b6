// Moving an issue through its workflow: every status can be reached from every other.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post
import type { JsonObject } from '../../contracts.ts';
import { dig, objectOr, textOf } from '../reading.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { fail, failFields, readBody } from './errors.ts';
import { existingIssue, jiraTime, STATUSES, saveIssue, statusResource } from './issues.ts';

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
  saveIssue(call, { ...issue, status: transition.to, updatedAt: jiraTime(call.now) });
  return { status: 204 };
}
