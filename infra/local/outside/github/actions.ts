// GitHub Actions: dispatching a workflow and looking at its runs. Any workflow exists unless its name contains `missing`.
// A run is queued at the first look and in progress from the second on; the players of the CI system report its end.
// https://docs.github.com/en/rest/actions/workflows
import { isObject, type Json, type JsonObject } from '../../contracts.ts';
import { findRef, fullName, resolve } from '../git/refs.ts';
import { textOf } from '../reading.ts';
import { numberOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { pageOf } from './commits.ts';
import { notFound, readBody, unprocessable } from './errors.ts';
import { existingRepository, type Repository } from './repository.ts';

const MAX_INPUTS = 25;

/** A run as kept under `<full name> <id>` in the collection `runs`. */
type Run = {
  id: number;
  number: number;
  workflow: string;
  branch: string;
  sha: string;
  createdAt: string;
  looks: number;
};

export function getWorkflow(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const workflow = existingWorkflow(call);
  const html_url = `https://github.com/${repository.fullName}/blob/main/.github/workflows/${workflow}`;
  return { status: 200, body: { name: workflowName(workflow), state: 'active', html_url } };
}

/** 204; with `return_run_details` 200 and where the run is. */
export function dispatchWorkflow(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const workflow = existingWorkflow(call);
  const body = readBody(call, { ref: 'string!', inputs: 'object', return_run_details: 'boolean' });
  checkInputs(body.inputs);
  const ref = textOf(body.ref) ?? '';
  const names = [fullName('branch', ref), fullName('tag', ref), ref];
  const isRef = names.some((name) => findRef(call, repository.fullName, name));
  const head = isRef ? resolve(call, repository.fullName, ref) : undefined;
  if (!head) return unprocessable(`No ref found for: ${ref}`);
  const number = call.state.next(`run ${repository.fullName} ${workflow}`);
  const run: Run = {
    // Later runs have higher ids, as with GitHub.
    id: 10_000_000_000 + call.state.next('run'),
    number,
    workflow,
    branch: ref.replace(/^refs\/(heads|tags)\//, ''),
    sha: head.sha,
    createdAt: seconds(call.now),
    looks: 0,
  };
  save(call, repository, run);
  if (body.return_run_details !== true) return { status: 204 };
  return { status: 200, body: { workflow_run_id: run.id, html_url: pageOfRun(repository, run) } };
}

/** Newest first, of one workflow. Filters: `event`, `branch`, and `created` with `>=`. */
export function listRuns(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const workflow = existingWorkflow(call);
  const { query } = call.request;
  const runs = call.state
    .list<Run>('runs', `${repository.fullName} `)
    .filter((run) => run.workflow === workflow)
    .filter((run) => isCreated(run.createdAt, query.get('created')))
    .map((run) => look(call, repository, run))
    .filter((run) => isWanted(run, query))
    .reverse();
  const { from, to, headers } = pageOf(call, runs.length);
  return { status: 200, headers, body: { total_count: runs.length, workflow_runs: runs.slice(from, to) } };
}

export function getRun(call: Call): OutsideReply {
  const repository = existingRepository(call);
  return { status: 200, body: look(call, repository, existingRun(call, repository)) };
}

function checkInputs(inputs: Json | undefined): void {
  if (!isObject(inputs)) return;
  if (Object.keys(inputs).length > MAX_INPUTS)
    unprocessable(`you may only define up to ${MAX_INPUTS} \`inputs\` for a \`workflow_dispatch\` event`);
  for (const [name, value] of Object.entries(inputs)) {
    if (typeof value === 'object') unprocessable(`Invalid value for input '${name}'`);
  }
}

function existingWorkflow(call: Call): string {
  const workflow = param(call, 'workflow');
  return /missing/i.test(workflow) ? notFound() : workflow;
}

function existingRun(call: Call, repository: Repository): Run {
  return call.state.get<Run>('runs', `${repository.fullName} ${param(call, 'run')}`) ?? notFound();
}

function save(call: Call, repository: Repository, run: Run): void {
  call.state.put('runs', `${repository.fullName} ${run.id}`, run);
}

function look(call: Call, repository: Repository, run: Run): JsonObject {
  const seen = { ...run, looks: run.looks + 1 };
  save(call, repository, seen);
  const status = run.looks === 0 ? 'queued' : 'in_progress';
  return {
    id: run.id,
    name: workflowName(run.workflow),
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.workflow}`,
    run_number: run.number,
    run_attempt: 1,
    event: 'workflow_dispatch',
    status,
    conclusion: null,
    workflow_id: numberOf(repository.fullName, 'workflow', run.workflow),
    html_url: pageOfRun(repository, run),
    created_at: run.createdAt,
  };
}

function isWanted(run: JsonObject, query: URLSearchParams): boolean {
  const wanted = { event: query.get('event'), head_branch: query.get('branch') };
  return Object.entries(wanted).every(([field, value]) => value === null || run[field] === value);
}

/** Of GitHub's search syntax for dates, a least time alone. */
function isCreated(createdAt: string, created: string | null): boolean {
  if (created === null) return true;
  const least = /^>=(.+)$/.exec(created)?.[1] ?? unprocessable(`The stand-in reads created with >= alone: ${created}`);
  return Date.parse(createdAt) >= Date.parse(least);
}

function seconds(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

const pageOfRun = ({ fullName }: Repository, { id }: Run): string =>
  `https://github.com/${fullName}/actions/runs/${id}`;

const workflowName = (workflow: string): string => workflow.replace(/\.ya?ml$/, '');
