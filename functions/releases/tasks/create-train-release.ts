// Creates the release of a train's present departure, once: the departure is written with the release, so that a repetition finds it.
// The version is the next one that no release has. A train with skipUnchanged gets no release without new commits.
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { wallTimeOf } from '../../../entities/_base/time/wall-time.ts';
import { orderOf } from '../../../entities/catalog/version-order.model.ts';
import { createReleaseBody } from '../../../entities/releases/planning/release-body.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { highestGiven, isStable } from '../../../entities/releases/versions/version.model.ts';
import { trainErrors } from '../../../entities/trains/errors.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import type { TrainTemplate } from '../../../entities/trains/train.model.ts';
import { releaseTrain, releaseTrainTask } from '../../../statemachines/release-train/release-train.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { decideCreation } from '../creation.ts';
import { callerAt } from '../deps.ts';
import type { TaskDeps } from './step.ts';

const DAY = 86_400_000;

/** Versions to try while cancelled releases, or releases made by hand, hold the next one. */
const ATTEMPTS = 20;

/**
 * The next version on the day of the departure. Throws `train.version_not_semver` if the service has releases and none has a version of
 * its scheme, or if its scheme knows no next version.
 */
async function nextVersion(train: TrainItem, tenantId: TenantId, deps: TaskDeps): Promise<string> {
  const { service, versionBump, nextDepartureAt, timeZone } = train;
  const versionScheme = await deps.services.schemeOf(tenantId, service);
  const day = wallTimeOf(Date.parse(nextDepartureAt ?? ''), timeZone).slice(0, 10);
  const after = (version: string | undefined) => orderOf(versionScheme).next(version, versionBump, day);
  const recent = await deps.releaseList.recent(tenantId, service, ({ version }) => isStable(versionScheme, version));
  const highest = highestGiven(versionScheme, recent);
  let version = highest === undefined && recent.length > 0 ? null : after(highest);
  for (let attempt = 1; attempt < ATTEMPTS && version !== null; attempt++) {
    if ((await deps.releases.idOfKey(tenantId, `${service}@${version}`)) === undefined) break;
    version = after(version);
  }
  if (version !== null) return version;
  const detail = `${service} has no release whose version is of ${versionScheme}, so the next version is unknown.`;
  throw trainErrors.version_not_semver(versionScheme === 'SEMVER' ? {} : { detail });
}

/**
 * The version of the newest release if its branch was cut at the present head of the base branch. Undefined if the base branch has
 * new commits, and for a train without skipUnchanged.
 */
async function unchangedSince(train: TrainItem, tenantId: TenantId, deps: TaskDeps): Promise<string | undefined> {
  const { baseBranch, scmIntegrationId } = train.template as TrainTemplate;
  if (train.skipUnchanged !== true || baseBranch === undefined) return undefined;
  const isCut = ({ branchSha, status }: ReleaseItem) => branchSha !== undefined && status !== 'CANCELLED';
  const last = (await deps.releaseList.recent(tenantId, train.service, isCut)).find(isCut);
  if (last === undefined) return undefined;
  const scm = await deps.outside.scm(tenantId, scmIntegrationId);
  const head = await scm.headOf({ branch: baseBranch });
  return head?.sha === last.branchSha ? last.version : undefined;
}

/** The day `dueAfterDays` after the departure, in the train's zone. */
function dueOf({ dueAfterDays, timeZone }: TrainItem, departure: string): string | undefined {
  if (dueAfterDays === undefined) return undefined;
  const day = Date.parse(`${wallTimeOf(Date.parse(departure), timeZone).slice(0, 10)}T00:00:00Z`);
  return isoOf(day + dueAfterDays * DAY).slice(0, 10);
}

/** A train's release counts as created by the creator of the train. */
const ownersOf = ({ createdBy, createdByName, timeZone }: TrainItem) => ({
  createdBy: { id: createdBy, name: createdByName },
  timeZone,
  mayBePast: true,
});

interface Departed {
  readonly releaseId: string | null;
  readonly unchangedSince?: string;
}

/** The release of this departure; null if the train was deleted, is inactive or on another leg, or if nothing is new. */
export async function createTrainRelease(raw: unknown, deps: TaskDeps): Promise<Departed> {
  const input = releaseTrainTask.parse(raw);
  const tenantId = input.tenantId as TenantId;
  return retryOnConflict(async () => {
    const train = await deps.trains.find(tenantId, input.trainId);
    if (!train?.isActive || train.leg !== input.leg || train.nextDepartureAt === undefined) return { releaseId: null };
    const origin = `TRAIN#${train.trainId}#${train.nextDepartureAt}`;
    const made = await deps.origins.releaseOf(tenantId, origin);
    if (made !== undefined) return { releaseId: made };
    const caller = callerAt(tenantId, deps.now(), input.executionId, systemActor(releaseTrain.name));
    const unchanged = await unchangedSince(train, tenantId, deps);
    if (unchanged !== undefined) return { releaseId: null, unchangedSince: unchanged };
    const { service, nextDepartureAt: plannedDate } = train;
    const version = await nextVersion(train, tenantId, deps);
    const targetReleaseDate = dueOf(train, plannedDate);
    const body = createReleaseBody.parse({ ...train.template, service, version, plannedDate, targetReleaseDate });
    const { whole, change } = await decideCreation(caller, body, deps, ownersOf(train));
    const { releaseId } = whole.release;
    await deps.save(caller, {
      ...change,
      writes: [...change.writes, deps.origins.take(tenantId, origin, releaseId, caller.at)],
    });
    return { releaseId };
  });
}
