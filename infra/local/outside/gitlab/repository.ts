// Branches, tags, commits and comparisons of a GitLab project. https://docs.gitlab.com/api/branches/, …/tags/, …/commits/
import type { JsonObject } from '../../contracts.ts';
import {
  AUTHOR,
  type Commit,
  commitsBetween,
  findRef,
  isRefName,
  type Ref,
  type RefKind,
  deleteRef as removeRef,
  resolve,
  saveRef,
} from '../git/history.ts';
import { type Call, type Handler, type OutsideReply, param } from '../stand-in.ts';
import { fail, notFound, readParameters } from './errors.ts';
import { existingProject, paged, webUrl } from './project.ts';

export function getBranch(call: Call): OutsideReply {
  const project = existingProject(call);
  const ref = findRef(call, project, 'branch', param(call, 'name')) ?? notFound('Branch');
  return { status: 200, body: branchResource(call, project, ref) };
}

export function createBranch(call: Call): OutsideReply {
  const project = existingProject(call);
  const { branch, ref } = readParameters(call, ['branch', 'ref']);
  const name = String(branch);
  if (!isRefName(name)) return fail(400, 'Branch name is invalid');
  if (findRef(call, project, 'branch', name)) return fail(400, 'Branch already exists');
  const target = resolve(call, project, String(ref)) ?? fail(400, `Invalid reference name: ${String(ref)}`);
  const made = saveRef(call, project, 'branch', { name, sha: target.sha, message: '' });
  return { status: 201, body: branchResource(call, project, made) };
}

export function getTag(call: Call): OutsideReply {
  const project = existingProject(call);
  const ref = findRef(call, project, 'tag', param(call, 'name')) ?? notFound('Tag');
  return { status: 200, body: tagResource(call, project, ref) };
}

export function createTag(call: Call): OutsideReply {
  const project = existingProject(call);
  const { tag_name, ref, message } = readParameters(call, ['tag_name', 'ref']);
  const name = String(tag_name);
  if (!isRefName(name)) return fail(400, 'Tag name invalid');
  if (findRef(call, project, 'tag', name)) return fail(400, `Tag ${name} already exists`);
  const target = resolve(call, project, String(ref)) ?? fail(400, `Target ${String(ref)} is invalid`);
  const made = saveRef(call, project, 'tag', { name, sha: target.sha, message: String(message ?? '') });
  return { status: 201, body: tagResource(call, project, made) };
}

export const deleteRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const name = param(call, 'name');
    if (!findRef(call, project, kind, name)) return notFound(kind === 'branch' ? 'Branch' : 'Tag');
    if (kind === 'branch' && name === 'main') return fail(405, 'The default branch of a project cannot be deleted.');
    removeRef(call, project, kind, name);
    return { status: 204 };
  };

/** Newest first, of a branch, tag, hash or range such as `v1.0.0..main`. */
export function listCommits(call: Call): OutsideReply {
  const project = existingProject(call);
  const [first = '', last] = (call.request.query.get('ref_name') ?? 'main').split('..');
  const head = resolve(call, project, last ?? first);
  const base = last === undefined ? undefined : resolve(call, project, first);
  const isUnknown = head === undefined || (last !== undefined && base === undefined);
  // An unknown revision is an empty list, not an error.
  const commits = isUnknown ? [] : commitsBetween(project, base, head);
  return paged(
    call,
    commits.map((commit) => commitResource(call, project, commit)),
  );
}

export function getCommit(call: Call): OutsideReply {
  const project = existingProject(call);
  const commit = resolve(call, project, param(call, 'sha')) ?? notFound('Commit');
  return { status: 200, body: commitResource(call, project, commit) };
}

function branchResource(call: Call, project: string, ref: Ref): JsonObject {
  return {
    name: ref.name,
    ...headOf(call, project, ref),
    merged: false,
    protected: ref.name === 'main',
    default: ref.name === 'main',
    can_push: true,
    web_url: `${webUrl(call, project)}/-/tree/${ref.name}`,
  };
}

function tagResource(call: Call, project: string, ref: Ref): JsonObject {
  return { name: ref.name, message: ref.message, target: ref.sha, ...headOf(call, project, ref), protected: false };
}

function headOf(call: Call, project: string, ref: Ref): JsonObject {
  const commit = resolve(call, project, ref.sha);
  return { commit: commit ? commitResource(call, project, commit) : null };
}

function commitResource(call: Call, project: string, { sha, parents, message, date }: Commit): JsonObject {
  return {
    id: sha,
    short_id: sha.slice(0, 8),
    parent_ids: parents,
    title: message,
    message,
    author_name: AUTHOR.name,
    author_email: AUTHOR.email,
    authored_date: date,
    committer_name: AUTHOR.name,
    committer_email: AUTHOR.email,
    committed_date: date,
    created_at: date,
    web_url: `${webUrl(call, project)}/-/commit/${sha}`,
  };
}

/** Makes the tag that a release was asked to make. */
export function tagAt(call: Call, project: string, kind: RefKind, name: string, ref: string): void {
  const target = resolve(call, project, ref) ?? fail(422, `Ref is invalid: ${ref}`);
  saveRef(call, project, kind, { name, sha: target.sha, message: '' });
}
