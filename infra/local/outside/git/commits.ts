// The commits of a repository in the stand-ins for GitHub, GitLab and Bitbucket: twelve on `main` with stable hashes, and those
// that callers made. Every commit has one parent at most; there are no merges.
import { shaOf } from '../stable-ids.ts';
import type { Call } from '../stand-in.ts';

const FIRST_COMMIT_AT = Date.UTC(2026, 0, 5, 9);
const DAY = 86_400_000;

const MESSAGES = [
  'chore: start the repository',
  'feat: accept payments by card',
  'feat: list past payments',
  'chore: release 1.0.0',
  'fix: round amounts half to even (#12)',
  'feat: refund a payment (#14)',
  'docs: explain refunds (#15)',
  'fix(api): answer 409 when refunded twice (#17)',
  'feat(ui): show the state of a refund (#18)',
  'perf: read balances in one query (#21)',
  'feat!: drop the legacy payment form (#23)',
  'fix: keep the currency of a refund (#24)',
];

const RELEASED_AT = 3;

/** Kept under `<repository> <hash>` in the collection `commits`, if a caller made it. `login` is null for a stranger. */
export type Commit = {
  sha: string;
  tree: string;
  parent: string | null;
  message: string;
  author: { name: string; email: string };
  login: string | null;
  date: string;
};

export const ADA = { name: 'Ada Example', email: 'ada@example.com' };

/** The commits that every repository begins with, oldest first. */
export function givenCommits(repository: string): Commit[] {
  return MESSAGES.map((message, index) => ({
    sha: shaOf(repository, index),
    tree: treeOf(repository, shaOf(repository, index)),
    parent: index === 0 ? null : shaOf(repository, index - 1),
    message,
    author: ADA,
    login: 'ada',
    date: new Date(FIRST_COMMIT_AT + index * DAY).toISOString().replace('.000', ''),
  }));
}

/** The commit that v1.0.0 was made of. */
export const firstReleased = (repository: string): Commit => givenCommits(repository)[RELEASED_AT] as Commit;

export const treeOf = (repository: string, sha: string): string => shaOf(repository, 'tree', sha);

/** The one commit whose hash is or begins so. */
export function findCommit(call: Call, repository: string, sha: string): Commit | undefined {
  const all = [...givenCommits(repository), ...call.state.list<Commit>('commits', `${repository} `)];
  return all.find((commit) => commit.sha.startsWith(sha));
}

export const saveCommit = (call: Call, repository: string, commit: Commit): Commit =>
  call.state.put('commits', `${repository} ${commit.sha}`, commit);

/** From the first commit to `head`. */
export function lineOf(call: Call, repository: string, head: Commit): Commit[] {
  const line = [head];
  for (let { parent } = head; parent !== null; ) {
    const commit = findCommit(call, repository, parent);
    if (!commit) break;
    line.push(commit);
    ({ parent } = commit);
  }
  return line.reverse();
}

/** The commits of `head` that `base` lacks, newest first; all of `head` without a base. */
export function commitsBetween(call: Call, repository: string, base: Commit | undefined, head: Commit): Commit[] {
  const known = base ? lineOf(call, repository, base) : [];
  return lineOf(call, repository, head)
    .filter(({ sha }) => !known.some((commit) => commit.sha === sha))
    .reverse();
}
