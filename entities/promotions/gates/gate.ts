// A gate of a promotion: a pure decision over a snapshot. Each has its file beside this one; decision-record.model.ts runs all.

import type { Snapshot } from '../decisions/snapshot.model.ts';
import type { GateStatus } from '../words.model.ts';

export interface Verdict {
  readonly status: GateStatus;
  /** Stable, e.g. `freeze.closed`. */
  readonly reasonCode: string;
  /** A sentence for people. */
  readonly reason: string;
  /** Facts of the decision, as JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type Gate = (snapshot: Snapshot) => Verdict;

const verdict =
  (status: GateStatus) =>
  (reasonCode: string, reason: string, details: Readonly<Record<string, unknown>> = {}): Verdict => ({
    status,
    reasonCode,
    reason,
    details,
  });

export const passed = verdict('PASSED');
export const pending = verdict('PENDING');
export const failed = verdict('FAILED');
