// Branches, commits and comparisons of the one shared history. https://docs.github.com/en/rest/commits
import type { JsonObject } from '../../contracts.ts';
import { wholeNumber } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { notFound, unprocessable } from './errors.ts';
import { allRefs, commitAt, existingRepository, type Ref, type Repository, resolve, urlOf } from './repository.ts';

export function listBranches(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const branches = allRefs(call, repository).filter(({ ref }) => ref.startsWith('refs/heads/'));
  return paged(
    call,
    branches.map((ref) => ({ ...branchHead(call, repository, ref), protected: false })),
  );
}

export function getBranch(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const name = `refs/heads/${param(call, 'branch')}`;
  const ref = allRefs(call, repository).find((candidate) => candidate.ref === name);
  const index = ref && resolve(call, repository, ref.ref);
  if (!ref || index === undefined) return notFound('Branch not found');
  const commit = commitResource(call, repository, index);
  return { status: 200, body: { ...branchHead(call, repository, ref), commit, protected: false } };
}

/** Newest first, from `sha` (a branch, tag or hash; `main` unless told) back. */
export function listCommits(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const { query } = call.request;
  const head = resolve(call, repository, query.get('sha') ?? 'main');
  if (head === undefined) return notFound();
  const since = query.get('since') ?? '';
  const until = query.get('until') ?? '9999';
  const commits = upTo(head)
    .filter((index) => commitAt(repository, index).date >= since && commitAt(repository, index).date <= until)
    .map((index) => commitResource(call, repository, index));
  return paged(call, commits.reverse());
}

export function getCommit(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const ref = param(call, 'ref');
  const index = resolve(call, repository, ref);
  if (index === undefined) return unprocessable(`No commit found for SHA: ${ref}`);
  const stats = { total: 2, additions: 1, deletions: 1 };
  return { status: 200, body: { ...commitResource(call, repository, index), stats, files: [] } };
}

/** Commits are oldest first, as GitHub lists them in a comparison. */
export function compare(call: Call): OutsideReply {
  const repository = existingRepository(call);
  const base = resolve(call, repository, param(call, 'base'));
  const head = resolve(call, repository, param(call, 'head'));
  if (base === undefined || head === undefined) return notFound();
  const aheadBy = Math.max(head - base, 0);
  const behindBy = Math.max(base - head, 0);
  const commits = upTo(head)
    .slice(base + 1)
    .map((index) => commitResource(call, repository, index));
  const { from, to, headers } = pageOf(call, commits.length);
  const ends = `${param(call, 'base')}...${param(call, 'head')}`;
  return {
    status: 200,
    headers,
    body: {
      url: urlOf(call, repository, `/compare/${ends}`),
      html_url: `https://github.com/${repository.fullName}/compare/${ends}`,
      base_commit: commitResource(call, repository, base),
      merge_base_commit: commitResource(call, repository, Math.min(base, head)),
      status: aheadBy > 0 ? 'ahead' : behindBy > 0 ? 'behind' : 'identical',
      ahead_by: aheadBy,
      behind_by: behindBy,
      total_commits: aheadBy,
      commits: commits.slice(from, to),
      files: [],
    },
  };
}

/** One page of a list with GitHub's `Link` header. `per_page` is 30 unless told, 100 at most. */
export function paged(call: Call, items: readonly JsonObject[]): OutsideReply {
  const { from, to, headers } = pageOf(call, items.length);
  return { status: 200, headers, body: items.slice(from, to) };
}

/** Bounds of the asked page of `total` items, and the headers that lead to the others. */
export function pageOf(call: Call, total: number): { from: number; to: number; headers: Record<string, string> } {
  const size = wholeNumber(call.request.query.get('per_page'), 30, 1, 100);
  const page = wholeNumber(call.request.query.get('page'), 1, 1, 1_000_000);
  const last = Math.max(Math.ceil(total / size), 1);
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(call.request.query);
    query.set('page', String(to));
    return `<${call.base}${call.request.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return { from: (page - 1) * size, to: page * size, headers: links.length > 0 ? { link: links.join(', ') } : {} };
}

function upTo(head: number): number[] {
  return Array.from({ length: head + 1 }, (_, index) => index);
}

function branchHead(call: Call, repository: Repository, ref: Ref): JsonObject {
  const name = ref.ref.replace('refs/heads/', '');
  return { name, commit: { sha: ref.sha, url: urlOf(call, repository, `/commits/${ref.sha}`) } };
}

function commitResource(call: Call, repository: Repository, index: number): JsonObject {
  const { sha, message, date } = commitAt(repository, index);
  const person = { name: 'Ada Example', email: 'ada@example.com', date };
  const parents = index === 0 ? [] : [commitAt(repository, index - 1).sha];
  return {
    sha,
    node_id: Buffer.from(`C_${sha}`).toString('base64'),
    commit: { author: person, committer: person, message, comment_count: 0 },
    url: urlOf(call, repository, `/commits/${sha}`),
    html_url: `https://github.com/${repository.fullName}/commit/${sha}`,
    author: { login: 'ada', id: 1001, type: 'User' },
    committer: { login: 'ada', id: 1001, type: 'User' },
    parents: parents.map((parent) => ({ sha: parent, url: urlOf(call, repository, `/commits/${parent}`) })),
  };
}
