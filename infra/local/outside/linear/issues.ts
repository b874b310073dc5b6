// Teams, issues, comments and states of the Linear stand-in. Every team exists whose key has two to five letters, unless it is
// `NONE`; every project exists and is one of the team APP. Ids may be given by the caller, as Linear allows; a taken one is refused.
// https://linear.app/developers/graphql
import type { Json, JsonObject } from '../../contracts.ts';
import { dig, isObject, textOf } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import type { Call } from '../stand-in.ts';
import type { Field } from './graphql.ts';
import { LinearProblem } from './problem.ts';

/** An issue as kept under its id in the collection `issues`. */
type Issue = { id: string; number: number; team: string; title: string; description: string; state: string };
/** A comment as kept under its id in the collection `comments`. */
type Comment = { id: string; issue: string; body: string };

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const STATES = [
  ['Backlog', 'backlog'],
  ['Todo', 'unstarted'],
  ['In Progress', 'started'],
  ['Done', 'completed'],
  ['Canceled', 'canceled'],
] as const;

/** The answer to each field of a query or mutation. */
export const ROOT: Readonly<Record<string, (call: Call, field: Field) => Json>> = {
  viewer: () => ({ id: uuidOf('linear viewer'), name: 'windlass', email: 'windlass@example.com' }),
  teams: (call, { args }) => nodesOf(teamsOf(call, args)),
  project: (_call, { args }) => ({
    id: textOf(args.id) ?? '',
    name: 'Releases',
    teams: nodesOf([teamResource('APP')]),
  }),
  issues: (call, { args }) => nodesOf(issuesOf(call, args)),
  issue: (call, { args, fields }) => issueResource(call, existingIssue(call, args.id), fields),
  issueCreate: (call, { args }) => createIssue(call, inputOf(args)),
  issueUpdate: (call, { args }) => updateIssue(call, existingIssue(call, args.id), inputOf(args)),
  commentCreate: (call, { args }) => createComment(call, inputOf(args)),
};
export const MUTATIONS = ['issueCreate', 'issueUpdate', 'commentCreate'];

const nodesOf = (nodes: Json[]): JsonObject => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } });

const inputOf = (args: JsonObject): JsonObject =>
  isObject(args.input) ? args.input : invalid('Argument Validation Error', 'input is required');

function teamsOf(call: Call, args: JsonObject): JsonObject[] {
  const key = textOf(dig(args.filter, 'key', 'eq'));
  if (key === undefined) return invalid('Argument Validation Error', 'filter.key.eq is required here');
  if (!/^[A-Z]{2,5}$/.test(key) || key === 'NONE') return [];
  // An id cannot be turned back into its key.
  call.state.put('teams', teamId(key), key);
  return [teamResource(key)];
}

function issuesOf(call: Call, args: JsonObject): JsonObject[] {
  const id =
    textOf(dig(args.filter, 'id', 'eq')) ?? invalid('Argument Validation Error', 'filter.id.eq is required here');
  const issue = call.state.get<Issue>('issues', id);
  return issue ? [issueResource(call, issue)] : [];
}

function createIssue(call: Call, input: JsonObject): JsonObject {
  const team = call.state.get<string>('teams', textOf(input.teamId) ?? '') ?? entityNotFound('Team');
  const title = textOf(input.title) ?? invalid('Argument Validation Error', 'title must be a string.');
  const id = newId(call, 'issues', input.id);
  const number = call.state.next(`issue ${team}`);
  const issue: Issue = { id, number, team, title, description: textOf(input.description) ?? '', state: 'Backlog' };
  call.state.put('issues', id, issue);
  return { success: true, lastSyncId: call.now, issue: issueResource(call, issue) };
}

function updateIssue(call: Call, issue: Issue, input: JsonObject): JsonObject {
  const state = STATES.find(([name]) => stateId(issue.team, name) === input.stateId)?.[0];
  if (input.stateId !== undefined && state === undefined) return entityNotFound('WorkflowState');
  const changed = { ...issue, state: state ?? issue.state, title: textOf(input.title) ?? issue.title };
  call.state.put('issues', issue.id, changed);
  return { success: true, lastSyncId: call.now, issue: issueResource(call, changed) };
}

function createComment(call: Call, input: JsonObject): JsonObject {
  const issue = existingIssue(call, input.issueId);
  const body = textOf(input.body) ?? invalid('Argument Validation Error', 'body must be a string.');
  const id = newId(call, 'comments', input.id);
  call.state.put('comments', id, { id, issue: issue.id, body });
  return { success: true, lastSyncId: call.now, comment: { id, body } };
}

function newId(call: Call, collection: 'issues' | 'comments', given: Json | undefined): string {
  const id = textOf(given) ?? uuidOf(collection, call.state.next(collection));
  if (!UUID_V4.test(id)) return invalid('Argument Validation Error', 'id must be a UUID.');
  if (call.state.get(collection, id)) return invalid('Entity already exists', `An entity with the id ${id} exists.`);
  return id;
}

/** By id, or by identifier such as `APP-12`. */
function existingIssue(call: Call, reference: Json | undefined): Issue {
  const issues = call.state.list<Issue>('issues');
  const found = issues.find((issue) => issue.id === reference || identifierOf(issue) === reference);
  return found ?? entityNotFound('Issue');
}

const teamId = (key: string) => uuidOf('linear team', key);
const stateId = (team: string, name: string) => uuidOf('linear state', team, name);
const identifierOf = ({ team, number }: Issue) => `${team}-${number}`;

function teamResource(key: string): JsonObject {
  const states = STATES.map(([name, type], position) => ({ id: stateId(key, name), name, type, position }));
  return { id: teamId(key), key, name: `Team ${key}`, states: nodesOf(states) };
}

function issueResource(call: Call, issue: Issue, fields: readonly Field[] = []): JsonObject {
  const type = STATES.find(([name]) => name === issue.state)?.[1] ?? '';
  const wanted = fields.find(({ name }) => name === 'comments')?.args.filter;
  const id = textOf(dig(wanted, 'id', 'eq'));
  const comments = call.state
    .list<Comment>('comments')
    .filter((comment) => comment.issue === issue.id && (id === undefined || comment.id === id))
    .map((comment) => ({ id: comment.id, body: comment.body }));
  return {
    id: issue.id,
    identifier: identifierOf(issue),
    number: issue.number,
    title: issue.title,
    description: issue.description,
    url: `https://linear.app/acme/issue/${identifierOf(issue)}`,
    state: { id: stateId(issue.team, issue.state), name: issue.state, type },
    team: teamResource(issue.team),
    comments: nodesOf(comments),
  };
}

function invalid(message: string, presentable: string): never {
  throw new LinearProblem('INVALID_INPUT', 'invalid input', message, presentable);
}

function entityNotFound(entity: string): never {
  const presentable = `Could not find referenced ${entity}.`;
  throw new LinearProblem('INPUT_ERROR', 'invalid input', `Entity not found: ${entity}`, presentable);
}
