// Pipelines of a GitLab project, started by API or by trigger token. A pipeline is created, pending at the first look, and running
// from the second on; the players of the CI system report its end. https://docs.gitlab.com/api/pipelines/
import { isObject, type Json, type JsonObject } from '../../contracts.ts';
import { findRef, fullName, resolve } from '../git/refs.ts';
import { arrayOr, credentialState } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { fail, notFound, readParameters } from './errors.ts';
import { existingProject, paged, webUrl } from './project.ts';

/** A pipeline as kept under `<project> <id>` in the collection `pipelines`. */
type Pipeline = {
  id: number;
  iid: number;
  ref: string;
  sha: string;
  source: 'api' | 'trigger';
  variables: { key: string; value: string }[];
  createdAt: string;
  looks: number;
};

export function createPipeline(call: Call): OutsideReply {
  const project = existingProject(call);
  const { ref, variables } = readParameters(call, ['ref']);
  const list = arrayOr(variables).map((variable) => readVariable(variable));
  return start(call, project, String(ref), list, 'api');
}

/** Needs a trigger token instead of an access token, and variables as `variables[NAME]`. */
export function triggerPipeline(call: Call): OutsideReply {
  const project = existingProject(call);
  const { token, ref, ...others } = readParameters(call, ['token', 'ref']);
  if (!String(token).startsWith('glptt-') || credentialState(String(token)) !== 'valid') return notFound();
  const nested = isObject(others.variables) ? Object.entries(others.variables) : [];
  const named = Object.entries(others).flatMap(([name, value]): [string, Json][] => {
    const key = /^variables\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value]];
  });
  const variables = [...nested, ...named].map(([key, value]) => ({ key, value: String(value) }));
  return start(call, project, String(ref), variables, 'trigger');
}

/** Filters: `ref`, `source`, `status`, `updated_after`; by id, newest first unless `sort=asc`. */
export function listPipelines(call: Call): OutsideReply {
  const project = existingProject(call);
  const { query } = call.request;
  const wanted = (name: string, value: string) => query.get(name) === null || query.get(name) === value;
  const after = Date.parse(query.get('updated_after') ?? '1970-01-01T00:00:00Z');
  if (Number.isNaN(after)) return fail(400, 'updated_after is invalid');
  const pipelines = call.state
    .list<Pipeline>('pipelines', `${project} `)
    .filter(
      ({ ref, source, createdAt }) => wanted('ref', ref) && wanted('source', source) && Date.parse(createdAt) > after,
    )
    .filter((pipeline) => wanted('status', statusOf(pipeline)));
  if (query.get('sort') !== 'asc') pipelines.reverse();
  return paged(
    call,
    pipelines.map((pipeline) => pipelineResource(call, project, look(call, project, pipeline))),
  );
}

export function getPipeline(call: Call): OutsideReply {
  const project = existingProject(call);
  return { status: 200, body: pipelineResource(call, project, look(call, project, existing(call, project))) };
}

/** A token whose owner did not start the pipeline and is no maintainer may not: one with `limited` in it. */
export function getVariables(call: Call): OutsideReply {
  const { variables } = existing(call, existingProject(call));
  const { authorization = '', 'private-token': token = '' } = call.request.headers;
  if (/limited/.test(authorization + token)) return fail(403, '403 Forbidden');
  return { status: 200, body: variables };
}

function start(
  call: Call,
  project: string,
  ref: string,
  variables: Pipeline['variables'],
  source: Pipeline['source'],
): OutsideReply {
  const isRef = findRef(call, project, fullName('branch', ref)) ?? findRef(call, project, fullName('tag', ref));
  const commit = isRef && resolve(call, project, ref);
  if (!commit) return fail(400, { base: ['Reference not found'] });
  const id = 7_000_000 + call.state.next('pipeline');
  const iid = call.state.next(`pipeline ${project}`);
  const createdAt = new Date(call.now).toISOString();
  const made = { id, iid, ref, sha: commit.sha, source, variables, createdAt, looks: 0 };
  return { status: 201, body: pipelineResource(call, project, save(call, project, made)) };
}

function readVariable(variable: Json): { key: string; value: string } {
  if (!isObject(variable) || typeof variable.key !== 'string' || !/^\w+$/.test(variable.key)) {
    return fail(400, { 'variables.key': ['is invalid'] });
  }
  return { key: variable.key, value: String(variable.value ?? '') };
}

function existing(call: Call, project: string): Pipeline {
  return call.state.get<Pipeline>('pipelines', `${project} ${param(call, 'id')}`) ?? notFound();
}

function look(call: Call, project: string, pipeline: Pipeline): Pipeline {
  return save(call, project, { ...pipeline, looks: pipeline.looks + 1 });
}

const save = (call: Call, project: string, pipeline: Pipeline): Pipeline =>
  call.state.put('pipelines', `${project} ${pipeline.id}`, pipeline);

function statusOf({ looks }: Pipeline): string {
  return ['created', 'pending'][looks] ?? 'running';
}

function pipelineResource(call: Call, project: string, pipeline: Pipeline): JsonObject {
  const { id, iid, sha, source, createdAt } = pipeline;
  const web_url = `${webUrl(call, project)}/-/pipelines/${id}`;
  return { id, iid, sha, status: statusOf(pipeline), source, created_at: createdAt, web_url };
}
