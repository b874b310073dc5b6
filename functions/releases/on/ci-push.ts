// Hears of pushes to release branches: what they bring is pending until a build has it, from the cut of the branch to the end of
// the release.

import { serviceActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { newlyPending, titlesAfter, withPending } from '../../../entities/releases/builds/shipped.model.ts';
import { CommitsPushed } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, callerAt, factsOf, isoOf } from '../deps.ts';
import { outsideDetail } from '../reports/ci-event.ts';
import type { Push } from '../reports/push.ts';
import { readBitbucketPush } from '../reports/readers/bitbucket-push.ts';
import { readGithubPush } from '../reports/readers/github-push.ts';
import { readGitlabPush } from '../reports/readers/gitlab-push.ts';
import { isPushedTo } from '../reports/repository.ts';
import { countUnmatched, readOrCount } from '../reports/unmatched.ts';
import type { EventsDeps } from './release-changed.ts';

/** One per system; it answers nothing for what adds nothing to a branch. */
const READERS: Readonly<Record<string, (payload: unknown) => readonly Push[]>> = {
  'ci.github push': readGithubPush,
  'ci.gitlab Push Hook': readGitlabPush,
  'ci.bitbucket repo:push': readBitbucketPush,
};
const readerOf = ({ source, 'detail-type': type }: BusEvent) => ownValue(READERS, `${source} ${type}`);

export const isPush = (event: BusEvent): boolean => readerOf(event) !== undefined;

async function keepPending(
  { tenantId, integrationId }: { tenantId: string; integrationId?: string | undefined },
  releaseId: string,
  push: Push,
  source: string,
  deps: EventsDeps,
): Promise<boolean> {
  const { release, pipelines } = await deps.releases.whole(tenantId as TenantId, releaseId);
  if (!(await isPushedTo(release, push, integrationId, deps))) return false;
  if (!isOngoing(release.status)) return true;
  const cycles = await deps.releases.cycles.all(tenantId, releaseId);
  const inCycles = cycles.flatMap(({ commits = [] }) => commits.map(({ sha }) => sha));
  const news = newlyPending(release, pipelines, inCycles, push.shas);
  if (news.length === 0) return true;
  const pendingCommits = withPending(release, news);
  const caller = callerAt(tenantId, deps.now(), releaseId, serviceActor(source));
  await deps.commit(caller, {
    writes: [
      deps.releases.update(release, isoOf(caller.at), {
        pendingCommits,
        pendingTitles: titlesAfter(release, pendingCommits, push.titles),
      }),
    ],
    events: [
      CommitsPushed.create(caller, releaseId, {
        ...factsOf(release),
        commits: news.length,
        pending: pendingCommits.length,
      }),
    ],
    audit: auditOf(release, 'release.commits_pushed', { commits: news.slice(0, 20), pending: pendingCommits.length }),
  });
  return true;
}

export async function onCiPush(event: BusEvent, deps: EventsDeps): Promise<void> {
  const { payload, ...from } = outsideDetail.parse(event.detail);
  for (const push of readOrCount(event, () => readerOf(event)?.(payload)) ?? []) {
    let isOurs = false;
    for (const releaseId of await deps.releases.idsOnBranch(from.tenantId as TenantId, push.branch)) {
      const kept = retryOnConflict(() => keepPending(from, releaseId, push, event.source, deps));
      isOurs = (await unlessGone('release', kept)) === true || isOurs;
    }
    if (!isOurs) countUnmatched(event, push.repository ?? push.branch);
  }
}
