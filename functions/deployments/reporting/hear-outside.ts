// A report of another system: finds the service and the environment that it means, and hears it there.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { cutTo } from '../../../entities/_base/text.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ServiceSlugItem } from '../../../entities/catalog/services/service.entity.ts';
import { slug } from '../../../entities/catalog/services/service.model.ts';
import { PROVIDERS } from '../../../entities/catalog/words.model.ts';
import type { Place } from '../../../entities/deployments/deployment.model.ts';
import { LiveDeploymentRemoved } from '../../../entities/deployments/events.ts';
import { liveRun, runBefore } from '../../../entities/deployments/live/live.model.ts';
import type { OutsideDeployment } from '../../../entities/deployments/reports/deployment-report.model.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';
import { environmentFor, withService } from './environment-for.ts';
import { hear, notAhead } from './report.ts';

/** Of the name of an environment. */
const MOST_NAME = 100;

export type TimedReport = OutsideDeployment & { readonly at: string };

/** Ids of the services that name the repository from which the report comes. */
async function ofRepository(
  tenantId: TenantId,
  { repositoryIds, source }: OutsideDeployment,
  { repositories }: Pick<DeploymentsEventsDeps, 'repositories'>,
): Promise<ReadonlySet<string>> {
  const provider = PROVIDERS.find((one) => one === source.provider);
  for (const externalId of provider ? repositoryIds : []) {
    const { items } = await repositories.list(tenantId, { provider, externalId }, { limit: 1 });
    const found = items[0]?.services ?? new Set<string>();
    if (found.size > 0) return found;
  }
  return new Set();
}

/**
 * The service that the report names, otherwise the only one of its repository. Only repositories of a service speak for it, if it has some:
 * a payload is what its maker chooses.
 */
async function serviceOf(
  tenantId: TenantId,
  told: OutsideDeployment,
  deps: DeploymentsEventsDeps,
): Promise<ServiceSlugItem | undefined> {
  const { services } = deps;
  const ofIts = await ofRepository(tenantId, told, deps);
  for (const name of told.services) {
    const found = slug.safeParse(name).success ? await services.bySlug(tenantId, name) : undefined;
    if (!found) continue;
    if (told.repositoryIds.length === 0 || ofIts.has(found.serviceId)) return found;
    const service = await services.find(tenantId, found.serviceId);
    return service?.repositories.length === 0 ? found : undefined;
  }
  const [only, ...others]: readonly string[] = [...ofIts];
  const service = only !== undefined && others.length === 0 ? await services.find(tenantId, only) : undefined;
  return service && services.bySlug(tenantId, service.slug);
}

/** The service does not run there any more. */
async function hearRemoval(caller: Caller, place: Place, at: string, deps: DeploymentsEventsDeps): Promise<void> {
  const { live, save } = deps;
  const before = await live.find(place);
  if (before?.takenDownAt !== undefined && before.takenDownAt >= at) return;
  const known = { recent: before?.recent ?? [], takenDownAt: at };
  const { tenantId: _, ...where } = place;
  const deploymentId = before && liveRun(before)?.deploymentId;
  await save(caller, {
    writes: live.keep(place, before, known, isoOf(caller.at)),
    events: [LiveDeploymentRemoved.create(caller, place.environmentId, { ...where, deploymentId })],
    audit: {
      action: 'live.taken_down',
      resourceType: 'Environment',
      resourceId: place.environmentId,
      details: { ...where, deploymentId, at },
    },
  });
}

/**
 * A deployment does not run there any more. One whose success was not heard yet counts as taken down before it comes. False if no deployment
 * has this name.
 */
async function hearEndOfOne(caller: Caller, told: TimedReport, deps: DeploymentsEventsDeps): Promise<boolean> {
  const { tenantId } = caller;
  const ended = await deps.deployments.ofSource(tenantId, told.source);
  if (!ended) return false;
  const { environmentId, serviceId, service } = ended;
  const place = { tenantId, environmentId, serviceId, service };
  const known = await deps.live.find(place);
  const run = known && liveRun(known);
  const isLast = run === undefined ? !isEnd(ended.status) : run.deploymentId === ended.deploymentId;
  if (isLast) await hearRemoval(caller, place, notAhead(told.at, caller.at) ?? isoOf(caller.at), deps);
  return true;
}

/** The facts of a report, without the names by which its place is found. */
function factsOf({
  environment: _e,
  services: _s,
  repositoryIds: _r,
  isRollback: _b,
  isOfOne: _o1,
  ref: _f,
  source: _o,
  ...facts
}: TimedReport) {
  return facts.status === 'REMOVED' ? undefined : { ...facts, status: facts.status };
}

/** A further report on a deployment, which stays where it is. False if no deployment has this name. */
async function hearFurther(caller: Caller, told: TimedReport, deps: DeploymentsEventsDeps): Promise<boolean> {
  const { tenantId } = caller;
  const before = await deps.deployments.ofSource(tenantId, told.source);
  const report = factsOf(told);
  if (!before || !report) return false;
  const { environmentId, serviceId, service } = before;
  const place = { tenantId, environmentId, serviceId, service };
  const { change } = await hear(caller, { place, source: told.source, before, report, ref: told.ref }, deps);
  if (change) await deps.save(caller, change);
  return true;
}

/** False if the report is about nothing of ours. */
export async function hearOutside(caller: Caller, told: TimedReport, deps: DeploymentsEventsDeps): Promise<boolean> {
  if (told.isOfOne) return hearEndOfOne(caller, told, deps);
  if (await hearFurther(caller, told, deps)) return true;
  const { tenantId } = caller;
  const environmentName = cutTo(told.environment, MOST_NAME);
  if (environmentName === '') return false;
  const [service, found] = await Promise.all([
    serviceOf(tenantId, told, deps),
    environmentFor(caller, environmentName, deps),
  ]);
  if (!service || !found) return false;
  const { environmentId } = found.environment;
  const place = { tenantId, environmentId, serviceId: service.serviceId, service: service.slug };
  const facts = factsOf(told);
  if (!facts) {
    const isNew = found.change.furtherAudit.length > 0;
    if (!isNew) await hearRemoval(caller, place, notAhead(told.at, caller.at) ?? isoOf(caller.at), deps);
    return !isNew;
  }
  // The rollback took back the deployment that was live before it.
  const rolledBack = told.isRollback && runBefore(await deps.live.find(place), told.at, told);
  const report = { ...facts, rollbackOf: rolledBack?.deploymentId };
  const { change: around } = withService(found, service, deps);
  const { source, ref } = told;
  const { change } = await hear(caller, { place, source, before: undefined, report, ref }, deps, around);
  if (change) await deps.save(caller, change);
  return true;
}
