// Records the answer of a store about a target, or an action in the store itself, in every state that a store can make, also of a
// paused release. A deployment endpoint does not reject: its rejection is a failure.
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { assertToldByStore, type StoreReport } from '../../../entities/releases/targets/target.model.ts';
import { showTarget } from '../actions.ts';
import { targetOf } from '../changes.ts';
import type { Ops } from '../deps.ts';
import { changeOfReport } from '../stores/store-report.ts';

const asOf = (type: TargetType, report: StoreReport): StoreReport =>
  type === 'WEB' && report.status === 'REJECTED' ? { ...report, status: 'FAILED' } : report;

export const reportTarget: Ops['reportTarget'] = async (call, deps) => {
  const { whole, target, integrations, type } = await targetOf(call, deps);
  assertToldByStore(type);
  const reported = changeOfReport(call.caller, whole, target, asOf(type, call.body), deps.releases);
  const shown = reported?.target ?? target;
  const reply = { body: showTarget(call.caller, whole, shown, integrations) };
  return reported ? call.save(reported.change, reply) : reply;
};
