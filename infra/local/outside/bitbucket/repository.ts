// Branches, tags and commits of a Bitbucket repository. Every repository exists unless its name contains `missing`; a name with
// `renamed` or `readonly` in it makes the repository so.
// https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs/ and …/api-group-commits/
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
import { dig, pageBounds, textOf } from '../reading.ts';
import { type Call, type Handler, type OutsideReply, param } from '../stand-in.ts';
import { fail, readBody } from './errors.ts';

export function getRepository(call: Call): OutsideReply {
  return { status: 200, body: { full_name: existingRepository(call) } };
}

/** The repositories of a workspace in which the account has the `role`, of those that the query names. */
export function listRepositories(call: Call): OutsideReply {
  const { query } = call.request;
  const fullName = /^full_name\s*=\s*"([^"]+)"$/.exec(query.get('q') ?? '')?.[1];
  if (fullName === undefined) return fail(400, 'Bad request', { detail: 'The stand-in lists by full_name alone.' });
  const mayWrite = !fullName.includes('readonly') || query.get('role') === 'member';
  return { status: 200, body: { values: mayWrite ? [{ full_name: fullName }] : [] } };
}

export const getRef =
  (kind: RefKind): Handler =>
  (call) => {
    const repository = existingRepository(call);
    const ref = findRef(call, repository, fullName(kind, param(call, 'name')));
    if (!ref) return fail(404, `No ${kind} ${param(call, 'name')}`);
    return { status: 200, body: refResource(call, repository, kind, ref) };
  };

export const createRef =
  (kind: RefKind): Handler =>
  (call) => {
    const repository = existingRepository(call);
    const body = readBody(call);
    const name = textOf(body.name) ?? fail(400, 'Bad request', { fields: { name: ['required key not provided'] } });
    const hash = textOf(dig(body, 'target', 'hash'));
    if (hash === undefined) return fail(400, 'Bad request', { fields: { target: ['required key not provided'] } });
    if (!isRefName(name)) return fail(400, `"${name}" is not a valid ${kind} name.`);
    if (findRef(call, repository, fullName(kind, name))) {
      return fail(400, `${kind} "${name}" already exists`, { data: { key: `${kind.toUpperCase()}_ALREADY_EXISTS` } });
    }
    const target = resolve(call, repository, hash) ?? fail(400, 'Bad request', { detail: `Unknown commit: ${hash}` });
    const ref = { name: fullName(kind, name), sha: target.sha, message: textOf(body.message) ?? '' };
    return { status: 201, body: refResource(call, repository, kind, saveRef(call, repository, ref)) };
  };

export const deleteRef =
  (kind: RefKind): Handler =>
  (call) => {
    const repository = existingRepository(call);
    const name = param(call, 'name');
    if (!findRef(call, repository, fullName(kind, name))) return fail(404, `No ${kind} ${name}`);
    if (kind === 'branch' && name === 'main') return fail(400, 'The main branch of a repository cannot be deleted.');
    removeRef(call, repository, fullName(kind, name));
    return { status: 204 };
  };

export function getCommit(call: Call): OutsideReply {
  const repository = existingRepository(call);
  return { status: 200, body: commitResource(existingCommit(call, repository, param(call, 'commit'))) };
}

/** Newest first, of `include` without what `exclude` has. Pages are led to by `next` alone. */
export function listCommits(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const { query } = call.request;
  const exclude = query.get('exclude');
  const head = existingCommit(call, repository, query.get('include') ?? 'main');
  const base = exclude === null ? undefined : existingCommit(call, repository, exclude);
  const commits = commitsBetween(call, repository, base, head);
  const { page, from, to } = pageBounds(query, 'pagelen', 30);
  const values = commits.slice(from, to).map(commitResource);
  const more = new URLSearchParams(query);
  more.set('page', String(page + 1));
  const next = to < commits.length ? { next: `${call.base}${call.request.path}?${more}` } : {};
  return { status: 200, body: { values, ...next } };
}

function existingRepository(call: Call): string {
  const name = `${param(call, 'workspace')}/${param(call, 'repository')}`.toLowerCase();
  if (name.includes('missing')) return fail(404, `Repository ${name} not found`);
  return name.replace('renamed', 'current');
}

function existingCommit(call: Call, repository: string, revision: string): Commit {
  return resolve(call, repository, revision) ?? fail(404, 'Commit not found', { data: { shas: [revision] } });
}

function refResource(call: Call, repository: string, kind: RefKind, ref: Ref): JsonObject {
  const commit = resolve(call, repository, ref.sha);
  const name = shortName(ref);
  const page = kind === 'branch' ? `branch/${name}` : `commits/tag/${name}`;
  return {
    target: commit ? commitResource(commit) : null,
    links: { html: { href: `https://bitbucket.org/${repository}/${page}` } },
  };
}

const commitResource = ({ sha, message, author, login, date }: Commit): JsonObject => ({
  ...{ hash: sha, date, message },
  author: {
    raw: `${author.name} <${author.email}>`,
    user: login === null ? null : { display_name: author.name, nickname: login },
  },
});
