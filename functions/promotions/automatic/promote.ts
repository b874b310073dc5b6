// Promotes automatically: an environment with autoPromote takes a release once it is live everywhere at the place before it. The gate of the
// order waits for the soak. A repetition finds the promotion.
import { idOf, type TenantId } from '../../../entities/_base/ids.ts';
import { liveRun } from '../../../entities/deployments/live/live.model.ts';
import { rolloutSchema } from '../../../entities/deployments/rollout.model.ts';
import { countsIn } from '../../../entities/deployments/windlass/counted.model.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { asksApprovals } from '../../../entities/environments/policies/asks-approvals.model.ts';
import { isReady } from '../../../entities/promotions/promotion.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { AUTOMATIC_ACTOR, type PromotionEventsDeps } from '../deps.ts';
import { promotionBy, requestOf } from '../requests/request.ts';

/** Environments at one place of the order. */
const MOST = 100;

/** A deployment that has succeeded, as its event tells it. */
export interface Verified {
  readonly tenantId: TenantId;
  readonly correlationId: string;
  readonly occurredAt: string;
  readonly data: {
    readonly deploymentId: string;
    readonly environmentId: string;
    readonly serviceId: string;
    readonly service: string;
    readonly releaseId?: string | undefined;
  };
}

type Deps = PromotionEventsDeps;

async function liveReleaseIn({ tenantId, data }: Verified, environmentId: string, { live }: Deps) {
  const { serviceId, service } = data;
  const item = await live.find({ tenantId, environmentId, serviceId, service });
  return item && liveRun(item)?.releaseId;
}

/** A promotion of the release waits there, or is executed: another one would take its place and its approvals. */
async function isOnItsWay({ tenantId, data }: Verified, { environmentId }: EnvironmentItem, { promotions }: Deps) {
  const place = { tenantId, targetEnvironmentId: environmentId, serviceId: data.serviceId };
  const [newest, holder] = await Promise.all([promotions.waitingAt(place, 1), promotions.holderOf(place)]);
  const items = await promotions.findMany(tenantId, [...newest, ...(holder === undefined ? [] : [holder])]);
  return items.some(({ releaseId }) => releaseId === data.releaseId);
}

/** True if the environment takes the release now. */
async function isWanted(verified: Verified, environment: EnvironmentItem, deps: Deps): Promise<boolean> {
  const { tenantId, data } = verified;
  const { environmentId } = environment;
  const [sources, liveThere, hold, isThere] = await Promise.all([
    deps.environments.before(environment, MOST),
    liveReleaseIn(verified, environmentId, deps),
    deps.holds.find({ tenantId, environmentId, serviceId: data.serviceId }),
    isOnItsWay(verified, environment, deps),
  ]);
  if (hold || isThere || liveThere === data.releaseId) return false;
  const runs = await Promise.all(sources.map((source) => liveReleaseIn(verified, source.environmentId, deps)));
  return runs.every((releaseId) => releaseId === data.releaseId);
}

/** A release on its way from an environment to the next. */
interface Step {
  readonly verified: Verified;
  readonly source: EnvironmentItem;
  readonly environment: EnvironmentItem;
  readonly release: ReleaseItem;
}

/** Its id sorts by the time of the deployment, so that one of an earlier deployment never supersedes one of a later. */
async function promoteTo({ verified, source, environment, release }: Step, deps: Deps): Promise<void> {
  const { tenantId, correlationId, occurredAt, data } = verified;
  const { environmentId } = environment;
  const { deploymentId, serviceId } = data;
  const at = Date.parse(occurredAt);
  const promotionId = idOf<'Promotion'>(at, `${deploymentId}${environmentId}`);
  if (await deps.promotions.find(tenantId, promotionId)) return;
  if (!(await isWanted(verified, environment, deps))) return;
  const caller: Caller = { tenantId, actor: AUTOMATIC_ACTOR, correlationId, at: deps.now() };
  const reason = `Verified in ${source.name}`;
  const asked = { promotionId, release, serviceId, reason, rollout: rolloutSchema.parse({}), at };
  const item = await promotionBy(caller, environment, asked, deps);
  const { writes, ...told } = requestOf(caller, item, deps);
  await deps.save(caller, { ...told, writes: [...writes, deps.holds.absent({ tenantId, environmentId, serviceId })] });
}

/** To each environment at the next place that takes releases automatically. */
export async function promoteOn(verified: Verified, deps: Deps): Promise<void> {
  const { tenantId, data } = verified;
  if (data.releaseId === undefined) return;
  const source = await deps.environments.find(tenantId, data.environmentId);
  if (!source) return;
  if (asksApprovals(source)) {
    const deployment = await deps.deployments.find(tenantId, data.deploymentId);
    if (deployment && !countsIn(deployment, source)) return;
  }
  const takers = (await deps.environments.after(source, MOST)).filter((one) => one.autoPromote);
  if (takers.length === 0) return;
  const release = await deps.releases.find(tenantId, data.releaseId);
  if (!release || !isReady(release)) return;
  for (const environment of takers) {
    await retryOnConflict(() => promoteTo({ verified, source, environment, release }, deps));
  }
}
