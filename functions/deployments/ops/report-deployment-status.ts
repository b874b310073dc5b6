// Takes a report on the status of a deployment. Late and repeated reports change nothing.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertReported, viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import type { Ops } from '../deps.ts';
import { hear } from '../reporting/report.ts';

export const reportDeploymentStatus: Ops['reportDeploymentStatus'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.deployments.get(caller.tenantId, call.params.deployment ?? '');
  assertReported(before);
  const { environmentId, serviceId, service } = before;
  const place = { tenantId: caller.tenantId, environmentId, serviceId, service };
  const report = { ...body, at: body.at ?? isoOf(caller.at) };
  const { item, change } = await hear(caller, { place, before, report }, deps);
  const view = viewWithStages(item, await deps.deployments.outputsOf(item));
  const reply = { body: view, revision: item.revision };
  return change ? call.save(change, reply) : reply;
};
