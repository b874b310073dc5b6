// A train departs: creates the release of its present departure, once. The departure's name is written with the release, so
// that a repetition finds what was made; the version is the next one that no release has.

import { systemActor } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createReleaseBody } from '../../../entities/releases/release.model.ts';
import { bumped, highestGiven } from '../../../entities/releases/version.model.ts';
import { trainErrors } from '../../../entities/trains/errors.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { releaseTrainTask } from '../../../statemachines/release-train/release-train.contract.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { planCreation } from '../creation.ts';
import { callerAt } from '../deps.ts';
import type { TaskDeps } from './step.ts';

/** Versions that are tried when others hold the next one: releases that were cancelled, or made by hand. */
const ATTEMPTS = 20;

/** Throws `train.version_not_semver` when the service has releases and none says what could follow. */
async function nextVersion({ service, versionBump }: TrainItem, tenantId: TenantId, deps: TaskDeps): Promise<string> {
  const recent = await deps.releaseList.recent(tenantId, service);
  const highest = highestGiven(recent);
  if (highest === undefined && recent.length > 0) throw trainErrors.version_not_semver();
  let version = bumped(highest, versionBump) ?? '';
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    if ((await deps.releases.idOfKey(tenantId, `${service}@${version}`)) === undefined) break;
    version = bumped(version, versionBump) ?? '';
  }
  return version;
}

/** The release of this departure; null when the train is gone, switched off, or on another leg. */
export async function createTrainRelease(raw: unknown, deps: TaskDeps): Promise<{ releaseId: string | null }> {
  const input = releaseTrainTask.parse(raw);
  const tenantId = input.tenantId as TenantId;
  return retryOnConflict(async () => {
    const train = await deps.trains.find(tenantId, input.trainId);
    if (!train?.isActive || train.leg !== input.leg || train.nextDepartureAt === undefined) return { releaseId: null };
    const origin = `TRAIN#${train.trainId}#${train.nextDepartureAt}`;
    const made = await deps.origins.releaseOf(tenantId, origin);
    if (made !== undefined) return { releaseId: made };
    const caller = callerAt(tenantId, deps.now(), input.executionId, systemActor('release-train'));
    const { service, nextDepartureAt: plannedDate } = train;
    const version = await nextVersion(train, tenantId, deps);
    const body = createReleaseBody.parse({ ...train.template, service, version, plannedDate });
    const { whole, change } = await planCreation(caller, body, deps);
    const { releaseId } = whole.release;
    await deps.commit(caller, {
      ...change,
      writes: [...change.writes, deps.origins.take(tenantId, origin, releaseId, caller.at)],
    });
    return { releaseId };
  });
}
