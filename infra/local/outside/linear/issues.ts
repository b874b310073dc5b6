// Teams, issues, comments and states of the Linear stand-in. Every team exists whose key has two to five letters, unless it is
// `NONE`; every project exists and is one of the team APP. Ids may be given by the caller, as Linear allows; a taken one is refused.
// https://linear.app/developers/graphql
import type { Json } from '../../contracts.ts';
import { uuidOf } from '../stable-ids.ts';
import type { Call } from '../stand-in.ts';
import { LinearProblem } from './problem.ts';

/** An issue as kept under its id in the collection `issues`. */
type Issue = { id: string; number: number; team: string; title: string; description: string; state: string };
/** A comment as kept under its id in the collection `comments`. */
type Comment = { id: string; issue: string; body: string };
/** `{ "<field>": { "eq": value } }` */
type Filter = Record<string, { eq?: string } | undefined>;
type Texts = Record<string, string | undefined>;

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const STATES = [
  ['Backlog', 'backlog'],
  ['Todo', 'unstarted'],
  ['In Progress', 'started'],
  ['Done', 'completed'],
  ['Canceled', 'canceled'],
] as const;

/** The root value of an operation: the answer to each field of `Query` and `Mutation`. */
export const rootOf = (call: Call) => ({
  viewer: { name: 'windlass', email: 'windlass@example.com' },
  teams: ({ filter }: { filter?: Filter }) => nodesOf(teamsOf(call, filter?.key?.eq)),
  project: { name: 'Releases', teams: nodesOf([teamResource('APP')]) },
  issues: ({ filter }: { filter?: Filter }) => nodesOf(issuesOf(call, filter?.id?.eq)),
  issue: ({ id }: { id: string }) => issueResource(call, existingIssue(call, id)),
  issueCreate: ({ input }: { input: Texts }) => createIssue(call, input),
  issueUpdate: ({ id, input }: { id: string; input: Texts }) => updateIssue(call, existingIssue(call, id), input),
  commentCreate: ({ input }: { input: Texts }) => createComment(call, input),
});

const nodesOf = <T>(nodes: readonly T[]) => ({ nodes });

function teamsOf(call: Call, key: string | undefined) {
  if (key === undefined) return invalid('Argument Validation Error', 'filter.key.eq is required here');
  if (!/^[A-Z]{2,5}$/.test(key) || key === 'NONE') return [];
  // An id cannot be turned back into its key.
  call.state.put('teams', teamId(key), key);
  return [teamResource(key)];
}

function issuesOf(call: Call, id: string | undefined) {
  if (id === undefined) return invalid('Argument Validation Error', 'filter.id.eq is required here');
  const issue = call.state.get<Issue>('issues', id);
  return issue ? [issueResource(call, issue)] : [];
}

function createIssue(call: Call, { id: given, teamId = '', title, description = '' }: Texts) {
  const team = call.state.get<string>('teams', teamId) ?? entityNotFound('Team');
  if (!title) return invalid('Argument Validation Error', 'title must be a string.');
  const id = newId(call, 'issues', given);
  const number = call.state.next(`issue ${team}`);
  return saved(call, { id, number, team, title, description, state: 'Backlog' });
}

function updateIssue(call: Call, issue: Issue, { stateId: wanted }: Texts) {
  const state = STATES.find(([name]) => stateId(issue.team, name) === wanted)?.[0];
  if (wanted !== undefined && state === undefined) return entityNotFound('WorkflowState');
  return saved(call, { ...issue, state: state ?? issue.state });
}

function saved(call: Call, issue: Issue) {
  return { success: true, issue: issueResource(call, call.state.put('issues', issue.id, issue)) };
}

function createComment(call: Call, { id: given, issueId, body }: Texts) {
  const issue = existingIssue(call, issueId);
  if (!body) return invalid('Argument Validation Error', 'body must be a string.');
  const id = newId(call, 'comments', given);
  call.state.put('comments', id, { id, issue: issue.id, body });
  return { success: true, comment: { id, body } };
}

function newId(call: Call, collection: 'issues' | 'comments', given: string | undefined): string {
  const id = given ?? uuidOf(collection, call.state.next(collection));
  if (!UUID_V4.test(id)) return invalid('Argument Validation Error', 'id must be a UUID.');
  if (call.state.get<Json>(collection, id))
    return invalid('Entity already exists', `An entity with the id ${id} exists.`);
  return id;
}

/** By id, or by identifier such as `APP-12`. */
function existingIssue(call: Call, reference: string | undefined): Issue {
  const issues = call.state.list<Issue>('issues');
  const found = issues.find((issue) => issue.id === reference || identifierOf(issue) === reference);
  return found ?? entityNotFound('Issue');
}

const teamId = (key: string) => uuidOf('linear team', key);
const stateId = (team: string, name: string) => uuidOf('linear state', team, name);
const identifierOf = ({ team, number }: Issue) => `${team}-${number}`;

const teamResource = (key: string) => ({
  id: teamId(key),
  key,
  name: `Team ${key}`,
  states: nodesOf(STATES.map(([name, type]) => ({ id: stateId(key, name), name, type }))),
});

function issueResource(call: Call, issue: Issue) {
  const { id, title, description, team, state } = issue;
  const type = STATES.find(([name]) => name === state)?.[1];
  const comments = ({ filter }: { filter?: Filter }) => {
    const wanted = filter?.id?.eq;
    const all = call.state.list<Comment>('comments').filter((comment) => comment.issue === id);
    return nodesOf(all.filter((comment) => wanted === undefined || comment.id === wanted));
  };
  return {
    ...{ id, title, description, comments },
    identifier: identifierOf(issue),
    url: `https://linear.app/acme/issue/${identifierOf(issue)}`,
    state: { id: stateId(team, state), name: state, type },
    team: teamResource(team),
  };
}

function invalid(message: string, presentable: string): never {
  throw new LinearProblem('INVALID_INPUT', 'invalid input', message, presentable);
}

function entityNotFound(entity: string): never {
  const presentable = `Could not find referenced ${entity}.`;
  throw new LinearProblem('INPUT_ERROR', 'invalid input', `Entity not found: ${entity}`, presentable);
}
