// The commits of a repository: twelve on `main` with stable hashes, and those that callers made. Every commit has one parent at
// most; there are no merges.
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

/** Kept under `<full name> <hash>` in the collection `commits`, if a caller made it. `login` is null for a stranger. */
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

/** The commits that every repository begins with, oldest first. `fullName` is `owner/name` in lower case. */
export function givenCommits(fullName: string): Commit[] {
  return MESSAGES.map((message, index) => ({
    sha: shaOf(fullName, index),
    tree: treeOf(fullName, shaOf(fullName, index)),
    parent: index === 0 ? null : shaOf(fullName, index - 1),
    message,
    author: ADA,
    login: 'ada',
    date: new Date(FIRST_COMMIT_AT + index * DAY).toISOString().replace('.000', ''),
  }));
}

/** The commit that v1.0.0 was made of. */
export const firstReleased = (fullName: string): Commit => givenCommits(fullName)[RELEASED_AT] as Commit;

export const treeOf = (fullName: string, sha: string): string => shaOf(fullName, 'tree', sha);

/** The one commit whose hash is or begins so. */
export function findCommit(call: Call, fullName: string, sha: string): Commit | undefined {
  const all = [...givenCommits(fullName), ...call.state.list<Commit>('commits', `${fullName} `)];
  return all.find((commit) => commit.sha.startsWith(sha));
}

export function saveCommit(call: Call, fullName: string, commit: Commit): void {
  call.state.put('commits', `${fullName} ${commit.sha}`, commit);
}

/** From the first commit to `head`. */
export function lineOf(call: Call, fullName: string, head: Commit): Commit[] {
  const line = [head];
  for (let { parent } = head; parent !== null; ) {
    const commit = findCommit(call, fullName, parent);
    if (!commit) break;
    line.push(commit);
    ({ parent } = commit);
  }
  return line.reverse();
}
