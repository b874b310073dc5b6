// Records metrics of a deployment: facts in a batch, with one entry for all. A fact that is sent again is the same fact.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { Ops } from '../deps.ts';

export const recordDeploymentMetrics: Ops['recordDeploymentMetrics'] = async (call, { deployments, metrics }) => {
  const { caller, body } = call;
  const item = await deployments.get(caller.tenantId, call.params.deployment ?? '');
  const now = isoOf(caller.at);
  // A time that lies ahead is that of a wrong clock; it would count for later steps too.
  const facts = body.metrics.map(({ recordedAt = now, ...fact }) => ({
    ...fact,
    recordedAt: [recordedAt, now].toSorted()[0] ?? now,
  }));
  await metrics.record(item, facts, caller.at);
  return { body: { recorded: facts.length } };
};
