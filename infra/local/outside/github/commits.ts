// Branches, commits and comparisons. https://docs.github.com/en/rest/commits and https://docs.github.com/en/rest/git/commits
import type { JsonObject } from '../../contracts.ts';
import { ADA, type Commit, commitsBetween, findCommit, lineOf, saveCommit, treeOf } from '../git/commits.ts';
import { resolve } from '../git/refs.ts';
import { arrayOr, dig, pageBounds, textOf } from '../reading.ts';
import { shaOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { notFound, readBody, unprocessable } from './errors.ts';
import { existingRepository, LOGIN } from './repository.ts';

/** Newest first, from `sha` (a branch, tag or hash; `main` unless told) back. */
export function listCommits(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const { query } = call.request;
  const head = resolve(call, repository.fullName, query.get('sha') ?? 'main');
  if (!head) return notFound();
  const since = query.get('since') ?? '';
  const until = query.get('until') ?? '9999';
  const commits = lineOf(call, repository.fullName, head)
    .filter(({ date }) => date >= since && date <= until)
    .map(commitResource);
  return paged(call, commits.reverse());
}

export function getCommit(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const ref = param(call, 'ref');
  const commit = resolve(call, repository.fullName, ref);
  if (!commit) return unprocessable(`No commit found for SHA: ${ref}`);
  return { status: 200, body: commitResource(commit) };
}

/** Makes a commit that no branch has yet; that of an earlier one when everything is the same. Trees are names only. */
export function createGitCommit(call: Call): OutsideReply {
  const { fullName } = existingRepository(call);
  const body = readBody(call, { message: 'string!', tree: 'string!', parents: 'array', author: 'object' });
  const [parent = '', ...others] = arrayOr(body.parents).map(String);
  if (!/^[0-9a-f]{40}$/.test(String(body.tree))) return unprocessable('Tree SHA does not exist');
  if (!findCommit(call, fullName, parent) || !/^[0-9a-f]{40}$/.test(parent) || others.length > 0)
    return unprocessable('Parent SHA does not exist or is not a commit object');
  const message = String(body.message);
  const author = { name: textOf(dig(body.author, 'name')) ?? LOGIN, email: textOf(dig(body.author, 'email')) ?? '' };
  const sha = shaOf(fullName, 'commit', String(body.tree), parent, message, author.name);
  const made: Commit = {
    sha,
    tree: treeOf(fullName, sha),
    parent,
    message,
    author,
    login: author.name === LOGIN ? LOGIN : author.email === ADA.email ? 'ada' : null,
    date: new Date(call.now).toISOString().replace(/\.\d+/, ''),
  };
  saveCommit(call, fullName, findCommit(call, fullName, sha) ?? made);
  return { status: 201, body: { sha } };
}

/** Commits are oldest first, as GitHub lists them in a comparison. */
export function compare(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const base = resolve(call, repository.fullName, param(call, 'base'));
  const head = resolve(call, repository.fullName, param(call, 'head'));
  if (!base || !head) return notFound();
  const ahead = commitsBetween(call, repository.fullName, base, head);
  const commits = ahead.reverse().map(commitResource);
  const { from, to, headers } = pageOf(call, commits.length);
  return { status: 200, headers, body: { total_commits: commits.length, commits: commits.slice(from, to) } };
}

/** One page of a list with GitHub's `Link` header. `per_page` is 30 unless told, 100 at most. */
function paged(call: Call, items: readonly JsonObject[]): OutsideReply {
  const { from, to, headers } = pageOf(call, items.length);
  return { status: 200, headers, body: items.slice(from, to) };
}

/** Bounds of the asked page of `total` items, and the headers that lead to the others. */
export function pageOf(call: Call, total: number): { from: number; to: number; headers: Record<string, string> } {
  const { size, page, from, to } = pageBounds(call.request.query, 'per_page', 30);
  const last = Math.max(Math.ceil(total / size), 1);
  const link = (number: number, rel: string): string => {
    const query = new URLSearchParams(call.request.query);
    query.set('page', String(number));
    return `<${call.base}${call.request.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return { from, to, headers: links.length > 0 ? { link: links.join(', ') } : {} };
}

function commitResource({ sha, login, author, date, message, tree }: Commit): JsonObject {
  const person = { ...author, date };
  const commit = { author: person, committer: person, message, tree: { sha: tree } };
  return { sha, commit, author: login === null ? null : { login } };
}
