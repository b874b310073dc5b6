// The git repository that the stand-ins for GitLab and Bitbucket show: twelve commits on `main` with stable hashes, the fourth
// tagged v1.0.0, and the branches and tags that callers made. Kept in the collection `refs` under `<repository> <kind> <name>`.
import { shaOf } from '../stable-ids.ts';
import type { Call } from '../stand-in.ts';

const FIRST_COMMIT_AT = Date.UTC(2026, 0, 5, 9);
const DAY = 86_400_000;
const RELEASED_AT = 3;

const MESSAGES = [
  'chore: start the repository',
  'feat: book a table',
  'feat: cancel a booking',
  'chore: release 1.0.0',
  'fix: close at midnight, not before (!12)',
  'feat: wait for a table (!14)',
  'docs: explain the waiting list (!15)',
  'fix(api): answer 409 when booked twice (!17)',
  'feat(ui): show free tables first (!18)',
  'perf: read tables in one query (!21)',
  'feat!: drop bookings by fax (!23)',
  'fix: keep the name on a moved booking (!24)',
];

export type RefKind = 'branch' | 'tag';
export type Ref = { name: string; sha: string; message: string };
export type Commit = { sha: string; parents: string[]; message: string; date: string };

export const AUTHOR = { name: 'Ada Example', email: 'ada@example.com', nickname: 'ada' };

/** The commits of a repository, oldest first. */
export function historyOf(repository: string): Commit[] {
  return MESSAGES.map((message, index) => ({
    sha: shaOf(repository, index),
    parents: index === 0 ? [] : [shaOf(repository, index - 1)],
    message,
    date: new Date(FIRST_COMMIT_AT + index * DAY).toISOString(),
  }));
}

/** Branches or tags by name. */
export function refsOf(call: Call, repository: string, kind: RefKind): Ref[] {
  const kept = call.state.list<Ref>('refs', `${repository} ${kind} `);
  const deleted = call.state.list<string>('deleted-refs', `${repository} ${kind} `);
  const given = [givenRef(repository, kind)].filter(({ name }) => !kept.some((ref) => ref.name === name));
  return [...given, ...kept].filter(({ name }) => !deleted.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function findRef(call: Call, repository: string, kind: RefKind, name: string): Ref | undefined {
  return refsOf(call, repository, kind).find((ref) => ref.name === name);
}

export function saveRef(call: Call, repository: string, kind: RefKind, ref: Ref): Ref {
  call.state.put('refs', `${repository} ${kind} ${ref.name}`, ref);
  call.state.delete('deleted-refs', `${repository} ${kind} ${ref.name}`);
  return ref;
}

export function deleteRef(call: Call, repository: string, kind: RefKind, name: string): void {
  call.state.delete('refs', `${repository} ${kind} ${name}`);
  call.state.put('deleted-refs', `${repository} ${kind} ${name}`, name);
}

/** The commit of a branch, a tag or an (abbreviated) hash. */
export function resolve(call: Call, repository: string, name: string): Commit | undefined {
  const ref = findRef(call, repository, 'branch', name) ?? findRef(call, repository, 'tag', name);
  const sha = ref?.sha ?? (/^[0-9a-f]{7,40}$/.test(name) ? name : undefined);
  return sha === undefined ? undefined : historyOf(repository).find((commit) => commit.sha.startsWith(sha));
}

/** The commits of `head` that `base` lacks, newest first; all of `head` without a base. */
export function commitsBetween(repository: string, base: Commit | undefined, head: Commit): Commit[] {
  const history = historyOf(repository);
  const indexOf = (commit: Commit) => history.findIndex(({ sha }) => sha === commit.sha);
  return history.slice(base ? indexOf(base) + 1 : 0, indexOf(head) + 1).reverse();
}

/** By the rules of `git check-ref-format`, as far as anybody meets them. */
export const isRefName = (name: string): boolean =>
  name !== '' && !/^[-/]|\.\.|\/\/|@\{|[\0-\x20\x7f~^:?*[\\]|\/$|\.$|\.lock$/.test(name);

function givenRef(repository: string, kind: RefKind): Ref {
  const [name, index] = kind === 'branch' ? ['main', MESSAGES.length - 1] : ['v1.0.0', RELEASED_AT];
  return { name, sha: shaOf(repository, index), message: '' };
}
