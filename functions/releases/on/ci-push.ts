// Keeps the commits of a push to a release branch as pending until a build has them, from the cut of the branch to the end of the
// release.
import { serviceActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { namesOf } from '../../../entities/integrations/types/integration-types.ts';
import { newlyPending, titlesAfter, withPending } from '../../../entities/releases/builds/shipped.model.ts';
import { CommitsPushed } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { type From, isOfRepository, type Push } from '../../../entities/releases/reports/report.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

/**
 * Whether the push was to the repository that the release is cut in: told by its SCM's webhook or on the bus, and naming that
 * repository. Webhooks of organizations and groups tell of all their repositories, and forks have the same branches.
 */
async function isPushedTo(
  { tenantId, scmIntegrationId }: ReleaseItem,
  push: Push,
  integrationId: string | undefined,
  { integrations }: Pick<EventsDeps, 'integrations'>,
): Promise<boolean> {
  if (integrationId !== undefined && integrationId !== scmIntegrationId) return false;
  const ref = { kind: 'SCM' as const, integrationId: scmIntegrationId };
  const scm = (await integrations.getMany(tenantId as TenantId, [ref])).get(scmIntegrationId);
  return isOfRepository(push, scm && namesOf(scm).repository) ?? integrationId !== undefined;
}

async function keepPending(
  { tenantId, integrationId, source }: From,
  releaseId: string,
  push: Push,
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
  await deps.save(caller, {
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

export async function hearPush(push: Push, from: From, deps: EventsDeps): Promise<boolean> {
  let isOurs = false;
  for (const releaseId of await deps.releases.idsOnBranch(from.tenantId as TenantId, push.branch)) {
    const kept = retryOnConflict(() => keepPending(from, releaseId, push, deps));
    isOurs = (await unlessGone('release', kept)) === true || isOurs;
  }
  return isOurs;
}
