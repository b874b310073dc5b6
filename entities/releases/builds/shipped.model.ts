// The commit that a release ships: the commit of the build that was triggered last. Later commits are pending until a build has them.
// Pure. Source: DOMAIN, "Every build knows the commit it was asked for".
import type { Loose } from '../../_base/table/table.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';

type Build = Partial<Loose<ReleasePipelineItem>>;
type Branch = Partial<Loose<ReleaseItem>>;

interface Builds<B> {
  readonly pipelines: readonly B[];
  readonly targets: readonly { readonly targetIntegrationId: string; readonly targetStatus: string }[];
}

/** The build that was triggered last, of the builds with a known commit that the store has not released. */
export function lastBuild<B extends Build>({ pipelines, targets }: Builds<B>): B | undefined {
  const out = targets.filter(({ targetStatus }) => targetStatus === 'RELEASED').map((item) => item.targetIntegrationId);
  return pipelines
    .filter(({ triggeredAt, commitSha }) => triggeredAt !== undefined && commitSha !== undefined)
    .filter(({ targetIntegrationId }) => !out.includes(targetIntegrationId ?? ''))
    .sort((one, other) => Date.parse(other.triggeredAt ?? '') - Date.parse(one.triggeredAt ?? ''))[0];
}

/**
 * The commit of the submission; before it, the commit of the last cycle. The branch of a release that was submitted without a stored
 * commit or cycle.
 */
export const shippedRef = ({
  shippedSha,
  listedSha,
  branchRelease,
}: Branch & { readonly branchRelease: string }): string => shippedSha ?? listedSha ?? branchRelease;

/** The most pending commits that a release keeps. */
const MAX_PENDING = 100;

const kept = (shas: readonly string[]): string[] | undefined =>
  shas.length === 0 ? undefined : [...new Set(shas)].slice(0, MAX_PENDING);

/** The commits that are still pending after a build. Reported commits that the SCM does not list stay pending. */
export const stillPending = (
  { pendingCommits = [] }: Branch,
  built: readonly string[],
  unbuilt: readonly string[],
): string[] | undefined => kept([...pendingCommits.filter((sha) => !built.includes(sha)), ...unbuilt]);

/**
 * The new pending commits of a push, oldest first. The event of a push may come after its build: all commits that lead to a built
 * commit are built too.
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

/** The most titles to show. */
const MOST_TITLES = 5;

const titlesIn = ({ pendingTitles }: { readonly pendingTitles?: unknown }): Titles => (pendingTitles ?? {}) as Titles;

/** The titles of the newest pending commits, with the titles of a push. */
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
