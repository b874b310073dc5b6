// Branches, tags, commits and comparisons of a GitLab project. https://docs.gitlab.com/api/branches/, …/tags/, …/commits/
import type { JsonObject } from '../../contracts.ts';
import { type Commit, commitsBetween } from '../git/commits.ts';
import {
  findRef,
  fullName,
  isRefName,
  type Ref,
  type RefKind,
  deleteRef as removeRef,
  resolve,
  saveRef,
  shortName,
} from '../git/refs.ts';
import { type Call, type Handler, type OutsideReply, param } from '../stand-in.ts';
import { fail, notFound, readParameters } from './errors.ts';
import { existingProject, paged, webUrl } from './project.ts';

const WORDS = {
  branch: { label: 'Branch', parameter: 'branch', resource: branchResource },
  tag: { label: 'Tag', parameter: 'tag_name', resource: tagResource },
};

export const getRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const { label, resource } = WORDS[kind];
    const ref = findRef(call, project, fullName(kind, param(call, 'name'))) ?? notFound(label);
    return { status: 200, body: resource(call, project, ref) };
  };

export const createRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const { label, parameter, resource } = WORDS[kind];
    const { [parameter]: given, ref, message } = readParameters(call, [parameter, 'ref']);
    const name = fullName(kind, String(given));
    const isTag = kind === 'tag';
    if (!isRefName(String(given))) return fail(400, isTag ? 'Tag name invalid' : 'Branch name is invalid');
    if (findRef(call, project, name)) return fail(400, `${label}${isTag ? ` ${String(given)}` : ''} already exists`);
    const unknown = isTag ? `Target ${String(ref)} is invalid` : `Invalid reference name: ${String(ref)}`;
    const { sha } = resolve(call, project, String(ref)) ?? fail(400, unknown);
    const made = saveRef(call, project, { name, sha, message: String(message ?? '') });
    return { status: 201, body: resource(call, project, made) };
  };

export const deleteRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const name = param(call, 'name');
    if (!findRef(call, project, fullName(kind, name))) return notFound(WORDS[kind].label);
    if (kind === 'branch' && name === 'main') return fail(405, 'The default branch of a project cannot be deleted.');
    removeRef(call, project, fullName(kind, name));
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
  const commits = isUnknown ? [] : commitsBetween(call, project, base, head);
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
  const name = shortName(ref);
  return {
    name,
    ...headOf(call, project, ref),
    merged: false,
    protected: name === 'main',
    default: name === 'main',
    can_push: true,
    web_url: `${webUrl(call, project)}/-/tree/${name}`,
  };
}

function tagResource(call: Call, project: string, ref: Ref): JsonObject {
  return {
    name: shortName(ref),
    message: ref.message,
    target: ref.sha,
    ...headOf(call, project, ref),
    protected: false,
  };
}

function headOf(call: Call, project: string, ref: Ref): JsonObject {
  const commit = resolve(call, project, ref.sha);
  return { commit: commit ? commitResource(call, project, commit) : null };
}

function commitResource(call: Call, project: string, { sha, parent, message, author, date }: Commit): JsonObject {
  return {
    id: sha,
    short_id: sha.slice(0, 8),
    parent_ids: parent === null ? [] : [parent],
    title: message,
    message,
    author_name: author.name,
    author_email: author.email,
    authored_date: date,
    committer_name: author.name,
    committer_email: author.email,
    committed_date: date,
    created_at: date,
    web_url: `${webUrl(call, project)}/-/commit/${sha}`,
  };
}
