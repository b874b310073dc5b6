// Branches, commits and comparisons. https://docs.github.com/en/rest/commits and https://docs.github.com/en/rest/git/commits
import type { JsonObject } from '../../contracts.ts';
import { ADA, type Commit, commitsBetween, findCommit, lineOf, saveCommit, treeOf } from '../git/commits.ts';
import { resolve } from '../git/refs.ts';
import { arrayOr, dig, pageBounds, textOf } from '../reading.ts';
import { numberOf, shaOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { notFound, readBody, unprocessable } from './errors.ts';
import { existingRepository, LOGIN, type Repository, urlOf } from './repository.ts';

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
    .map((commit) => commitResource(call, repository, commit));
  return paged(call, commits.reverse());
}

export function getCommit(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const ref = param(call, 'ref');
  const commit = resolve(call, repository.fullName, ref);
  if (!commit) return unprocessable(`No commit found for SHA: ${ref}`);
  const stats = { total: 2, additions: 1, deletions: 1 };
  return { status: 200, body: { ...commitResource(call, repository, commit), stats, files: [] } };
}

/** Makes a commit that no branch has yet; that of an earlier one when everything is the same. Trees are names only. */
export function createGitCommit(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const { fullName } = repository;
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
  const commit = saveCommit(call, fullName, findCommit(call, fullName, sha) ?? made);
  return { status: 201, body: gitCommitResource(call, repository, commit) };
}

/** Commits are oldest first, as GitHub lists them in a comparison. */
export function compare(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const base = resolve(call, repository.fullName, param(call, 'base'));
  const head = resolve(call, repository.fullName, param(call, 'head'));
  if (!base || !head) return notFound();
  const ahead = commitsBetween(call, repository.fullName, base, head);
  const [aheadBy, behindBy] = [ahead.length, commitsBetween(call, repository.fullName, head, base).length];
  const fork = lineOf(call, repository.fullName, head).at(-1 - aheadBy) ?? base;
  const commits = ahead.reverse().map((commit) => commitResource(call, repository, commit));
  const status = aheadBy > 0 ? (behindBy > 0 ? 'diverged' : 'ahead') : behindBy > 0 ? 'behind' : 'identical';
  const { from, to, headers } = pageOf(call, commits.length);
  const ends = `${param(call, 'base')}...${param(call, 'head')}`;
  return {
    status: 200,
    headers,
    body: {
      url: urlOf(call, repository, `/compare/${ends}`),
      html_url: `https://github.com/${repository.fullName}/compare/${ends}`,
      base_commit: commitResource(call, repository, base),
      merge_base_commit: commitResource(call, repository, fork),
      status,
      ahead_by: aheadBy,
      behind_by: behindBy,
      total_commits: aheadBy,
      commits: commits.slice(from, to),
      files: [],
    },
  };
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

function commitResource(call: Call, repository: Repository, commit: Commit): JsonObject {
  const { sha, login } = commit;
  const user = login === null ? null : { login, id: login === 'ada' ? 1001 : numberOf(login), type: 'User' };
  return {
    ...namesOf(call, repository, commit, 'commits'),
    commit: { ...writtenIn(commit), tree: treeResource(call, repository, commit), comment_count: 0 },
    html_url: `https://github.com/${repository.fullName}/commit/${sha}`,
    author: user,
    committer: user,
  };
}

/** As the git database shows a commit, without GitHub's users. */
const gitCommitResource = (call: Call, repository: Repository, commit: Commit): JsonObject => ({
  ...namesOf(call, repository, commit, 'git/commits'),
  ...writtenIn(commit),
  tree: treeResource(call, repository, commit),
});

function namesOf(call: Call, repository: Repository, { sha, parent }: Commit, kind: string): JsonObject {
  const at = (name: string) => urlOf(call, repository, `/${kind}/${name}`);
  return {
    sha,
    node_id: Buffer.from(`C_${sha}`).toString('base64'),
    url: at(sha),
    parents: parent === null ? [] : [{ sha: parent, url: at(parent) }],
  };
}

function writtenIn({ author, date, message }: Commit): JsonObject {
  const person = { ...author, date };
  return { author: person, committer: person, message };
}

const treeResource = (call: Call, repository: Repository, { tree }: Commit): JsonObject => ({
  sha: tree,
  url: urlOf(call, repository, `/git/trees/${tree}`),
});
