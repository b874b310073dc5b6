// The next step of a promotion that waits, decided from its evaluation and the others of its place. Pure. Source: DOMAIN, "Promotions and
// deployments"; orchestrators-and-dora, "Concurrency".
import { canonicalHash } from '../_base/json.ts';
import { isoOf } from '../_base/time/iso.ts';
import type { DecisionRecord } from './decisions/decision-record.view.ts';
import { isForApprovers } from './gates/approvals.gate.ts';
import type { PromotionItem } from './promotion.entity.ts';
import type { PromotionStatus } from './words.model.ts';

/** Approvals are given within it. */
const LONGEST_WAIT_MS = 30 * 86_400_000;
const FIRST_LOOK_SECONDS = 300;
const LAST_LOOK_SECONDS = 6 * 3_600;

/** ASK: people. LOCK: its place. DEPLOY: it has the lock. END: nothing is left to do. */
export const STEPS = ['WAIT', 'ASK', 'LOCK', 'DEPLOY', 'END'] as const;
export type Step = (typeof STEPS)[number];

/** The status that a promotion gets, the reason for it, and the next step of its execution. */
export interface Outcome {
  readonly status: PromotionStatus;
  readonly step: Step;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly supersededBy?: string;
}

/** True if only approvals are missing: the moment to ask people. */
export const isForPeople = ({ gates }: DecisionRecord): boolean =>
  gates.every((gate) => (gate.type === 'APPROVALS' ? isForApprovers(gate) : gate.status === 'PASSED'));

/** The verdicts of the gates, without the moment: as long as they are the same, nothing is stored. */
export const verdictsHashOf = ({ gates, policyVersion }: DecisionRecord): string =>
  canonicalHash({ gates, policyVersion });

const ended = (status: PromotionStatus, code: string, reason: string): Outcome => ({
  ...{ status, step: 'END', code, reason },
});

/** A newer promotion of the same service and environment that waits. */
export const superseded = (by: Pick<PromotionItem, 'promotionId' | 'releaseKey'>): Outcome => ({
  ...ended('SUPERSEDED', 'promotion.superseded', `A newer promotion took its place: ${by.releaseKey}.`),
  supersededBy: by.promotionId,
});

/** The end of a promotion whose release or environment ended. */
export const orphaned = (what: 'release' | 'environment', did: 'deleted' | 'cancelled'): Outcome =>
  ended('CANCELLED', `promotion.${what}_${did}`, `The ${what} was ${did}.`);

/** The end of a promotion to an environment that promotions do not reach any more: no order would hold it. */
export const outOfReach = (): Outcome =>
  ended('CANCELLED', 'promotion.outside_order', 'The environment has no place in the order of promotion any more.');

/** The end of a promotion that waited for too long. `at` is epoch milliseconds. */
export function expired({ requestedAt }: Pick<PromotionItem, 'requestedAt'>, at: number): Outcome | undefined {
  if (at - Date.parse(requestedAt) < LONGEST_WAIT_MS) return undefined;
  return ended('CANCELLED', 'promotion.expired', 'It waited for 30 days.');
}

export interface Standing {
  readonly record: DecisionRecord;
  /** People were asked in this round. */
  readonly isAsked: boolean;
  /** Another promotion that is executed in the environment for the service. */
  readonly executing: Pick<PromotionItem, 'releaseKey'> | undefined;
}

/** The outcome by the verdicts of the gates. */
export function outcomeOf({ record, isAsked, executing }: Standing): Outcome {
  const first = (status: string) => record.gates.find((gate) => gate.status === status);
  const failed = first('FAILED');
  if (failed) return ended('REJECTED', failed.reasonCode, failed.reason);
  if (record.result === 'ALLOW') {
    if (!executing) return { status: 'APPROVED', step: 'LOCK' };
    const reason = `${executing.releaseKey} is being deployed there first.`;
    return { status: 'APPROVED', step: 'WAIT', code: 'promotion.place_taken', reason };
  }
  const isOpen = isForPeople(record);
  const { reasonCode: code, reason } =
    record.gates.find((gate) => gate.status === 'PENDING' && (isOpen || !isForApprovers(gate))) ?? {};
  return {
    ...{ status: isOpen ? 'PENDING_APPROVAL' : 'PENDING_GATES', code, reason },
    step: isOpen && !isAsked ? 'ASK' : 'WAIT',
  };
}

/** Moments at which a gate may pass, as its details tell them. */
const momentsOf = ({ gates }: DecisionRecord): string[] =>
  gates
    .filter(({ status }) => status === 'PENDING')
    .flatMap(({ details: { nextOpen, verifiedAt } }) =>
      [nextOpen, verifiedAt].filter((moment) => typeof moment === 'string'),
    );

/**
 * Seconds until the next look, without an event before: until the next moment that the gates know, until it has waited for too long,
 * and no longer than the verdicts are the same already, between five minutes and six hours. So a wait of 30 days takes some 130 looks.
 * `at` is epoch milliseconds.
 */
export function secondsToLook(
  { requestedAt, evaluatedAt = requestedAt }: Pick<PromotionItem, 'requestedAt' | 'evaluatedAt'>,
  record: DecisionRecord | undefined,
  at: number,
): number {
  const sameSeconds = (at - Date.parse(evaluatedAt)) / 1_000;
  const known = [...(record ? momentsOf(record) : []), isoOf(Date.parse(requestedAt) + LONGEST_WAIT_MS)]
    .map((moment) => (Date.parse(moment) - at) / 1_000)
    .filter((seconds) => seconds > 0);
  const look = Math.min(LAST_LOOK_SECONDS, Math.max(FIRST_LOOK_SECONDS, sameSeconds));
  return Math.max(1, Math.ceil(Math.min(look, ...known)));
}

/** The moment of the next evaluation: each has its own, in the order in which they were made. `at` is epoch milliseconds. */
export const momentAfter = (before: string | undefined, at: number): string =>
  isoOf(before === undefined ? at : Math.max(at, Date.parse(before) + 1));
