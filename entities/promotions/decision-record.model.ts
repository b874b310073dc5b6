// The decision record of a promotion: the verdict of each gate over one snapshot. The same snapshot gives the same record, byte for byte.
// Pure. Source: orchestrators-and-dora, "Decision record"; the orchestrator model, "decision_record".
import * as z from 'zod';
import { canonicalHash } from '../_base/json.ts';
import { agentsGate } from './gates/agents.gate.ts';
import { approvalsGate } from './gates/approvals.gate.ts';
import { digestsGate } from './gates/digests.gate.ts';
import { emergencyStopGate } from './gates/emergency-stop.gate.ts';
import { freezeGate } from './gates/freeze.gate.ts';
import type { Gate } from './gates/gate.ts';
import { promotionOrderGate } from './gates/promotion-order.gate.ts';
import { targetsGate } from './gates/targets.gate.ts';
import type { Snapshot } from './snapshot.model.ts';
import { GATE_STATUSES, GATE_TYPES, type GateType, RESULTS, type Result } from './words.model.ts';

const GATES: Readonly<Record<GateType, Gate>> = {
  EMERGENCY_STOP: emergencyStopGate,
  PROMOTION_ORDER: promotionOrderGate,
  FREEZE: freezeGate,
  DIGESTS: digestsGate,
  TARGETS: targetsGate,
  AGENTS: agentsGate,
  APPROVALS: approvalsGate,
};

export const decisionRecordSchema = z
  .strictObject({
    evaluatedAt: z.string(),
    policyVersion: z.number().int(),
    snapshotHash: z.string().describe('SHA-256 of the canonical JSON (RFC 8785) of the snapshot, in hex'),
    gates: z.array(
      z.strictObject({
        type: z.enum(GATE_TYPES),
        status: z.enum(GATE_STATUSES),
        reasonCode: z.string().describe('Stable, e.g. freeze.closed'),
        reason: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
    result: z.enum(RESULTS).describe('DENY if a gate failed, PENDING if one may pass later, ALLOW otherwise'),
    determinismHash: z.string().describe('SHA-256 of the canonical JSON of the other fields, in hex'),
  })
  .meta({ id: 'DecisionRecord' });
export type DecisionRecord = z.output<typeof decisionRecordSchema>;

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

/** True if only approvals are missing: the moment to ask people. */
export const isForPeople = ({ gates }: DecisionRecord): boolean =>
  gates.every(({ type, status }) => (type === 'APPROVALS' ? status === 'PENDING' : status === 'PASSED'));

/**
 * The hash to which approvals are bound: another digest, environment or policy makes them void.
 */
export const approvedHash = ({ release, environment, policy }: Pick<Snapshot, 'release' | 'environment' | 'policy'>) =>
  canonicalHash({
    digests: release.components.map(({ componentId, digest }) => ({ componentId, digest })),
    environmentId: environment.environmentId,
    policyVersion: policy.version,
  });
