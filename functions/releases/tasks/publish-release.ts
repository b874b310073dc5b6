// Tags the release and publishes its notes, written from the commits since the previous version. It comes before RELEASED,
// so that a release that is RELEASED always has its tag and its notes.

import { ReleasePublished } from '../../../entities/releases/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmClient, ScmCommit } from '../../_adapters/adapter.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { atStep, type TaskDeps } from './step.ts';

/** Notes are part of the release item; DynamoDB's limit is far, a reader's patience is not. */
const MAX_NOTES = 8000;

const tagOf = (version: string): string => `v${version}`;

export function writeNotes(
  release: Pick<ReleaseItem, 'service' | 'version' | 'description'>,
  commits: readonly ScmCommit[],
) {
  const lines = commits.map(
    ({ sha, message, author }) => `- ${message.split('\n')[0]} (${sha.slice(0, 7)}, ${author})`,
  );
  const changes = lines.length > 0 ? lines.join('\n') : '- No commits since the previous version.';
  const head = release.description === undefined ? '' : `${release.description}\n\n`;
  return `${head}## Changes in ${release.service} ${release.version}\n\n${changes}`.slice(0, MAX_NOTES);
}

/** The commits that are new in this release; all recent ones when the previous version was never tagged here. */
async function newCommits(scm: ScmClient, release: ReleaseItem): Promise<readonly ScmCommit[]> {
  const head = release.branchRelease;
  if (release.baseVersion === undefined) return scm.commitsBetween({ head, limit: 50 });
  try {
    return await scm.commitsBetween({ base: tagOf(release.baseVersion), head });
  } catch (error) {
    if ((error as Error).name !== 'integration.refused') throw error;
    return scm.commitsBetween({ head, limit: 50 });
  }
}

export const publishRelease = (raw: unknown, deps: TaskDeps) =>
  atStep('PUBLISH', raw, deps, async ({ release }, caller) => {
    const tag = tagOf(release.version);
    const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
    await scm.createTag({ tag, ref: release.branchRelease, message: `Release ${release.releaseKey}` });
    const notes = writeNotes(release, await newCommits(scm, release));
    const { url } = await scm.publishRelease({ tag, name: release.releaseKey, notes, prerelease: false });
    await deps.commit(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), { tag, releaseNotes: notes, releaseUrl: url })],
      events: [ReleasePublished.create(caller, release.releaseId, { ...factsOf(release), tag, url })],
      audit: auditOf(release, 'release.published', { tag, url }),
    });
  });
