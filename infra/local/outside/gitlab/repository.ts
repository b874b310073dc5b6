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
import { existingProject, paged } from './project.ts';

const WORDS = {
  branch: { label: 'Branch', parameter: 'branch' },
  tag: { label: 'Tag', parameter: 'tag_name' },
};

export const getRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const ref = findRef(call, project, fullName(kind, param(call, 'name'))) ?? notFound(WORDS[kind].label);
    return { status: 200, body: refResource(call, project, ref) };
  };

export const createRef =
  (kind: RefKind): Handler =>
  (call) => {
    const project = existingProject(call);
    const { label, parameter } = WORDS[kind];
    const { [parameter]: given, ref, message } = readParameters(call, [parameter, 'ref']);
    const name = fullName(kind, String(given));
    const isTag = kind === 'tag';
    if (!isRefName(String(given))) return fail(400, isTag ? 'Tag name invalid' : 'Branch name is invalid');
    if (findRef(call, project, name)) return fail(400, `${label}${isTag ? ` ${String(given)}` : ''} already exists`);
    const unknown = isTag ? `Target ${String(ref)} is invalid` : `Invalid reference name: ${String(ref)}`;
    const { sha } = resolve(call, project, String(ref)) ?? fail(400, unknown);
    const made = saveRef(call, project, { name, sha, message: String(message ?? '') });
    return { status: 201, body: refResource(call, project, made) };
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
  return paged(call, commits.map(commitResource));
}

export function getCommit(call: Call): OutsideReply {
  const project = existingProject(call);
  const commit = resolve(call, project, param(call, 'sha')) ?? notFound('Commit');
  return { status: 200, body: commitResource(commit) };
}

/** A branch or a tag. */
function refResource(call: Call, project: string, ref: Ref): JsonObject {
  const commit = resolve(call, project, ref.sha);
  return { name: shortName(ref), commit: commit ? commitResource(commit) : null };
}

const commitResource = ({ sha, message, author, date }: Commit): JsonObject => ({
  ...{ id: sha, message, author_name: author.name, author_email: author.email, committed_date: date },
});
