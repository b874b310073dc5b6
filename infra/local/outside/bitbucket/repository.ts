// Branches, tags and commits of a Bitbucket repository. Any exists unless its name contains `missing`; one with `renamed` or
// `readonly` in its name is what it says.
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
import { uuidOf } from '../stable-ids.ts';
import { type Call, type Handler, type OutsideReply, param } from '../stand-in.ts';
import { fail, readBody } from './errors.ts';

const SEGMENT: Readonly<Record<RefKind, string>> = { branch: 'branches', tag: 'tags' };

export function getRepository(call: Call): OutsideReply {
  const fullName = existingRepository(call);
  return {
    status: 200,
    body: {
      type: 'repository',
      uuid: `{${uuidOf('bitbucket', fullName)}}`,
      full_name: fullName,
      name: fullName.split('/')[1] ?? '',
      is_private: true,
      scm: 'git',
      mainbranch: { type: 'branch', name: 'main' },
      links: { self: { href: `${call.base}/repositories/${fullName}` }, html: { href: htmlUrl(fullName) } },
    },
  };
}

/** The repositories of a workspace in which the account has the `role`, of those that the query names. */
export function listRepositories(call: Call): OutsideReply {
  const { query } = call.request;
  const fullName = /^full_name\s*=\s*"([^"]+)"$/.exec(query.get('q') ?? '')?.[1];
  if (fullName === undefined) return fail(400, 'Bad request', { detail: 'The stand-in lists by full_name alone.' });
  const isMayWrite = !fullName.includes('readonly') || query.get('role') === 'member';
  return {
    status: 200,
    body: { pagelen: 10, page: 1, values: isMayWrite ? [{ type: 'repository', full_name: fullName }] : [] },
  };
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
  return { status: 200, body: commitResource(repository, existingCommit(call, repository, param(call, 'commit'))) };
}

/** Newest first, of `include` without what `exclude` has. Pages are led to by `next` alone. */
export function listCommits(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const { query } = call.request;
  const exclude = query.get('exclude');
  const head = existingCommit(call, repository, query.get('include') ?? 'main');
  const base = exclude === null ? undefined : existingCommit(call, repository, exclude);
  const commits = commitsBetween(call, repository, base, head);
  const { size, page, from, to } = pageBounds(query, 'pagelen', 30);
  const values = commits.slice(from, to).map((commit) => commitResource(repository, commit));
  const more = new URLSearchParams(query);
  more.set('page', String(page + 1));
  const next = to < commits.length ? { next: `${call.base}${call.request.path}?${more}` } : {};
  return { status: 200, body: { pagelen: size, page, values, ...next } };
}

function existingRepository(call: Call): string {
  const name = `${param(call, 'workspace')}/${param(call, 'repository')}`.toLowerCase();
  if (name.includes('missing')) return fail(404, `Repository ${name} not found`);
  return name.replace('renamed', 'current');
}

function existingCommit(call: Call, repository: string, revision: string): Commit {
  return resolve(call, repository, revision) ?? fail(404, 'Commit not found', { data: { shas: [revision] } });
}

const htmlUrl = (repository: string) => `https://bitbucket.org/${repository}`;

function refResource(call: Call, repository: string, kind: RefKind, ref: Ref): JsonObject {
  const commit = resolve(call, repository, ref.sha);
  const name = shortName(ref);
  const page = kind === 'branch' ? `branch/${name}` : `commits/tag/${name}`;
  return {
    type: kind,
    name,
    ...(kind === 'tag' && { message: ref.message, date: commit?.date ?? null }),
    target: commit ? commitResource(repository, commit) : null,
    links: {
      self: { href: `${call.base}/repositories/${repository}/refs/${SEGMENT[kind]}/${name}` },
      html: { href: `${htmlUrl(repository)}/${page}` },
    },
  };
}

function commitResource(repository: string, { sha, parent, message, author, login, date }: Commit): JsonObject {
  return {
    type: 'commit',
    hash: sha,
    date,
    message,
    author: {
      type: 'author',
      raw: `${author.name} <${author.email}>`,
      user: { type: 'user', display_name: author.name, nickname: login },
    },
    parents: parent === null ? [] : [{ type: 'commit', hash: parent }],
    links: { html: { href: `${htmlUrl(repository)}/commits/${sha}` } },
  };
}
