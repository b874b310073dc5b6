// The decision record of a promotion over HTTP, as it is stored. Pure. Source: orchestrators-and-dora, "Decision record".
import * as z from 'zod';
import { GATE_STATUSES, GATE_TYPES, RESULTS } from '../words.model.ts';

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
