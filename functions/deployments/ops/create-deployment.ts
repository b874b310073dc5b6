// Takes a report on a deployment that another system makes. A second report with the same externalId is about the same deployment.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { serviceErrors } from '../../../entities/catalog/errors.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import {
  assertReported,
  type CreateDeploymentBody,
  type Place,
  viewWithStages,
} from '../../../entities/deployments/deployment.model.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { DeploymentsDeps, Ops } from '../deps.ts';
import { environmentFor, withService } from '../reporting/environment-for.ts';
import { hear } from '../reporting/report.ts';

const problem = (path: string, code: string, message: string): FieldProblem => ({ path, code, message });

/** The release and the deployment that the report names. Throws `deployment.invalid` with all that do not exist for this service. */
async function namedBy({ release: key, rollbackOf }: CreateDeploymentBody, place: Place, deps: DeploymentsDeps) {
  const { tenantId, service, environmentId } = place;
  const [releaseId, original] = await Promise.all([
    key === undefined ? undefined : deps.releases.idOfKey(tenantId, key),
    rollbackOf === undefined ? undefined : deps.deployments.find(tenantId, rollbackOf),
  ]);
  const release = releaseId === undefined ? undefined : await deps.releases.find(tenantId, releaseId);
  const isKnown = original?.environmentId === environmentId && original.service === service;
  const fields = [
    ...(key !== undefined && release?.service !== service
      ? [problem('release', 'release.not_found', `is no release of ${service}`)]
      : []),
    ...(rollbackOf !== undefined && !isKnown
      ? [problem('rollbackOf', 'deployment.not_found', `is no deployment of ${service} in this environment`)]
      : []),
  ];
  if (fields.length > 0) throw deploymentErrors.invalid({ fields });
  return release && { releaseId: release.releaseId, version: release.version };
}

/** Throws `deployment.external_id_taken`. */
function assertSamePlace(before: DeploymentItem, { environmentId, serviceId }: Place): void {
  assertReported(before);
  if (before.environmentId === environmentId && before.serviceId === serviceId) return;
  throw deploymentErrors.external_id_taken({
    detail: `It is a deployment of ${before.service} in another place: ${before.deploymentId}.`,
    fields: [problem('externalId', 'deployment.external_id_taken', 'belongs to another deployment')],
  });
}

export const createDeployment: Ops['createDeployment'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const { externalId, provider, repository, status, startedAt, finishedAt, strategy, version, sha, digest } = body;
  const source = externalId === undefined ? undefined : { provider, repository, externalId };
  // Read before the environment, which is then the one of the deployment even if another report creates both meanwhile.
  const before = source && (await deps.deployments.ofSource(tenantId, source));
  const [service, found] = await Promise.all([
    deps.services.bySlug(tenantId, body.service),
    environmentFor(caller, body.environment, deps),
  ]);
  if (!service) throw serviceErrors.unknown({ fields: [problem('service', 'service.unknown', 'does not exist')] });
  if (!found) {
    throw deploymentErrors.invalid({
      fields: [problem('environment', 'environment.not_found', 'is neither an environment nor a name of one')],
    });
  }
  const { environmentId } = found.environment;
  const place = { tenantId, environmentId, serviceId: service.serviceId, service: service.slug };
  const release = await namedBy(body, place, deps);
  if (before) assertSamePlace(before, place);
  const now = isoOf(caller.at);
  const at = isEnd(status) ? (finishedAt ?? now) : status === 'IN_PROGRESS' ? (startedAt ?? now) : now;
  const { reason, url, logUrl, rollbackOf } = body;
  const report = {
    ...{ status, at, startedAt, strategy, version, sha, digest, reason, url, logUrl, rollbackOf },
    by: caller.actor,
  };
  const around = withService(found, service, deps).change;
  const { item, change } = await hear(caller, { place, source, before, report, release }, deps, around);
  const view = viewWithStages(item, await deps.deployments.outputsOf(item));
  const reply = { body: view, location: `/deployments/${item.deploymentId}`, revision: item.revision };
  return change ? call.save(change, reply) : reply;
};
