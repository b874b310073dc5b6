// The commit that a release ships: that of the build that was triggered last. Commits pushed later are pending until a
// build has them. Pure. Source: DOMAIN, "Every build knows the commit it was asked for".

interface Build {
  readonly targetIntegrationId?: string | undefined;
  readonly triggeredAt?: string | undefined;
  readonly commitSha?: string | undefined;
  readonly triggeredSha?: string | undefined;
}

interface Branch {
  readonly pendingCommits?: readonly string[] | undefined;
  readonly branchSha?: string | undefined;
  readonly listedSha?: string | undefined;
  readonly shippedSha?: string | undefined;
}

interface Builds<B> {
  readonly pipelines: readonly B[];
  readonly targets: readonly { readonly targetIntegrationId: string; readonly targetStatus: string }[];
}

/** The build that was triggered last, of those whose commit is known and whose store does not have it out already. */
export function lastBuild<B extends Build>({ pipelines, targets }: Builds<B>): B | undefined {
  const out = targets.filter(({ targetStatus }) => targetStatus === 'RELEASED').map((item) => item.targetIntegrationId);
  return pipelines
    .filter(({ triggeredAt, commitSha }) => triggeredAt !== undefined && commitSha !== undefined)
    .filter(({ targetIntegrationId }) => !out.includes(targetIntegrationId ?? ''))
    .sort((one, other) => Date.parse(other.triggeredAt ?? '') - Date.parse(one.triggeredAt ?? ''))[0];
}

/**
 * The commit that the stores were given, of a release that was submitted; before that what its last cycle has. A release that
 * was submitted before this was kept, and had no cycle, names its branch.
 */
export const shippedRef = ({
  shippedSha,
  listedSha,
  branchRelease,
}: Branch & { readonly branchRelease: string }): string => shippedSha ?? listedSha ?? branchRelease;

/** More than this many commits are as pending as this many. */
const MAX_PENDING = 100;

const kept = (shas: readonly string[]): string[] | undefined =>
  shas.length === 0 ? undefined : [...new Set(shas)].slice(0, MAX_PENDING);

/** The commits still pending once the built ones are known. Commits that the SCM told of and does not show stay. */
export const stillPending = (
  { pendingCommits = [] }: Branch,
  built: readonly string[],
  unbuilt: readonly string[],
): string[] | undefined => kept([...pendingCommits.filter((sha) => !built.includes(sha)), ...unbuilt]);

/**
 * The commits of a push, oldest first, that no build has and that were not known to be pending. The event of a push may come
 * after the build that has it: what leads to a commit that is known to be built is built too.
 */
export function newlyPending(
  { pendingCommits = [], branchSha, listedSha, shippedSha }: Branch,
  pipelines: readonly Build[],
  inCycles: readonly string[],
  pushed: readonly string[],
): string[] {
  const builds = pipelines.flatMap(({ commitSha, triggeredSha }) => [commitSha, triggeredSha]);
  const built = [branchSha, listedSha, shippedSha, ...builds, ...inCycles].filter((sha) => sha !== undefined);
  const newest = pushed.findLastIndex((sha) => built.includes(sha));
  return pushed.slice(newest + 1).filter((sha) => !pendingCommits.includes(sha));
}

export const withPending = ({ pendingCommits = [] }: Branch, news: readonly string[]): string[] =>
  kept([...pendingCommits, ...news]) ?? [];

type Titles = Readonly<Record<string, string>>;

/** More than these are not told. */
const MOST_TITLES = 5;

const titlesIn = ({ pendingTitles }: { readonly pendingTitles?: unknown }): Titles => (pendingTitles ?? {}) as Titles;

/** Those of the newest pending commits, with what a push told. */
export function titlesAfter(
  release: { readonly pendingTitles?: unknown },
  pending: readonly string[],
  told: Titles,
): Titles {
  const known = { ...titlesIn(release), ...told };
  const named = pending.filter((sha) => known[sha] !== undefined).slice(-MOST_TITLES);
  return Object.fromEntries(named.map((sha) => [sha, known[sha] ?? '']));
}

/** `1 commit (fix: crash on start)`, `7 commits (fix: crash on start; say more; …)`. */
export function pendingInWords(release: Branch & { readonly pendingTitles?: unknown }): string {
  const { pendingCommits = [] } = release;
  const titles = pendingCommits.flatMap((sha) => titlesIn(release)[sha] ?? []);
  const all = titles.length < pendingCommits.length && titles.length > 0 ? [...titles, '…'] : titles;
  const count = pendingCommits.length;
  return `${count} ${count === 1 ? 'commit' : 'commits'}${all.length === 0 ? '' : ` (${all.join('; ')})`}`;
}
