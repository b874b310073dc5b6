// The commits of a release branch, read from the SCM and divided by the last build: the commits that a cycle or submission has, and
// those that need another build.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { lastBuild } from '../../../entities/releases/builds/shipped.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { ScmClient, ScmCommit } from '../../_adapters/adapter.ts';

/** As many as an SCM client lists; of more, the last ones. */
const MOST = 1000;

const commitsSince = (base: string | undefined, head: string, scm: ScmClient): Promise<readonly ScmCommit[]> =>
  scm.commitsBetween(base === undefined ? { head } : { base, head, limit: MOST });

export interface BuiltCommits {
  /** The newest commit with a build, or about to have one; undefined for a branch without commits. */
  readonly sha: string | undefined;
  /** The commits since the base, up to `sha`; oldest first. */
  readonly commits: readonly ScmCommit[];
  /** Later commits, which no build has; and of these the commits that were pushed after the trigger. */
  readonly unbuilt: readonly ScmCommit[];
  readonly unasked: readonly ScmCommit[];
  /** By pipelineIntegrationId: the right commit of builds for which CI abbreviated it or reported an unknown one. */
  readonly corrections: ReadonlyMap<string, Changes<ReleasePipelineItem>>;
}

/** CI systems may abbreviate a commit. */
const isNamed = (sha: string, name: string): boolean => sha.startsWith(name);

/** Undefined for a commit that the SCM does not know. */
async function commitsOffBranch(base: string | undefined, head: string, scm: ScmClient) {
  try {
    return await commitsSince(base, head, scm);
  } catch (error) {
    if (isDomainError(error) && error.code === 'integration.refused') return undefined;
    throw error;
  }
}

/**
 * The commits of the release branch since `base`, divided by the build that was triggered last. Until all builds are
 * triggered, they will have all commits.
 */
export async function builtCommits(
  whole: WholeRelease,
  base: string | undefined,
  scm: ScmClient,
): Promise<BuiltCommits> {
  const { release, pipelines } = whole;
  const onBranch = await commitsSince(base, release.branchRelease, scm);
  const last = pipelines.some(({ buildStatus }) => buildStatus === 'PENDING') ? undefined : lastBuild(whole);
  const all = { sha: onBranch.at(-1)?.sha ?? base, commits: onBranch, unbuilt: [], unasked: [] };
  if (!last) return { ...all, corrections: new Map() };
  const { commitSha = '', triggeredSha } = last;

  const placeOf = (name: string): number => onBranch.findIndex(({ sha }) => isNamed(sha, name));
  const asked = triggeredSha === undefined ? -1 : placeOf(triggeredSha);
  async function upTo(name: string): Promise<Omit<BuiltCommits, 'corrections'> | undefined> {
    const place = placeOf(name);
    const isBase = base !== undefined && isNamed(base, name);
    if (place < 0 && !isBase) {
      const commits = await commitsOffBranch(base, name, scm);
      return commits && { sha: name, commits, unbuilt: [], unasked: [] };
    }
    return {
      sha: isBase ? base : onBranch[place]?.sha,
      commits: onBranch.slice(0, place + 1),
      unbuilt: onBranch.slice(place + 1),
      unasked: onBranch.slice(Math.max(place, asked) + 1),
    };
  }
  const known = (await upTo(commitSha)) ?? (triggeredSha === undefined ? undefined : await upTo(triggeredSha)) ?? all;
  const wrong = pipelines.filter((pipeline) => pipeline.commitSha === commitSha && known.sha !== commitSha);
  const right = { commitSha: known.sha };
  return { ...known, corrections: new Map(wrong.map((pipeline) => [pipeline.pipelineIntegrationId, right] as const)) };
}

export const shasOf = (commits: readonly ScmCommit[]): string[] => commits.map(({ sha }) => sha);

export const corrected = (
  { pipelines }: WholeRelease,
  { corrections }: BuiltCommits,
  at: string,
  releases: ReleaseRepo,
): Write[] =>
  pipelines.flatMap((pipeline) => {
    const changes = corrections.get(pipeline.pipelineIntegrationId);
    return changes ? [releases.updatePipeline(pipeline, at, changes)] : [];
  });
