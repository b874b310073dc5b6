// The decision record of a promotion: the verdict of each gate over one snapshot. The same snapshot gives the same record, byte for byte.
// Pure. Source: orchestrators-and-dora, "Decision record"; the orchestrator model, "decision_record".
import { canonicalHash } from '../../_base/json.ts';
import { agentsGate } from '../gates/agents.gate.ts';
import { approvalsGate } from '../gates/approvals.gate.ts';
import { digestsGate } from '../gates/digests.gate.ts';
import { emergencyStopGate } from '../gates/emergency-stop.gate.ts';
import { freezeGate } from '../gates/freeze.gate.ts';
import type { Gate } from '../gates/gate.ts';
import { promotionOrderGate } from '../gates/promotion-order.gate.ts';
import { targetsGate } from '../gates/targets.gate.ts';
import { GATE_TYPES, type GateType, type Result } from '../words.model.ts';
import type { DecisionRecord } from './decision-record.view.ts';
import type { Snapshot } from './snapshot.model.ts';

const GATES: Readonly<Record<GateType, Gate>> = {
  EMERGENCY_STOP: emergencyStopGate,
  PROMOTION_ORDER: promotionOrderGate,
  FREEZE: freezeGate,
  DIGESTS: digestsGate,
  TARGETS: targetsGate,
  AGENTS: agentsGate,
  APPROVALS: approvalsGate,
};

function resultOf(gates: DecisionRecord['gates']): Result {
  if (gates.some(({ status }) => status === 'FAILED')) return 'DENY';
  return gates.every(({ status }) => status === 'PASSED') ? 'ALLOW' : 'PENDING';
}

export function evaluate(snapshot: Snapshot): DecisionRecord {
  const gates = GATE_TYPES.map((type) => ({ type, ...GATES[type](snapshot) }));
  const record = {
    evaluatedAt: snapshot.at,
    policyVersion: snapshot.policy.version,
    snapshotHash: canonicalHash(snapshot),
    gates,
    result: resultOf(gates),
  };
  return { ...record, determinismHash: canonicalHash(record) };
}
