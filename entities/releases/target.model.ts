// The way of one target through its store. Pure. Source: DOMAIN, BUILD_SUBMITTED; release_targets of the source model.
import { releaseErrors } from './errors.ts';
import type { TargetStatus } from './status.model.ts';

const TRANSITIONS: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  PENDING: ['BUILDING', 'SUBMITTED'],
  BUILDING: ['SUBMITTED'],
  SUBMITTED: ['APPROVED', 'REJECTED', 'RELEASED'],
  APPROVED: ['RELEASED', 'REJECTED'],
  REJECTED: ['BUILDING'],
  RELEASED: [],
};

/** Throws `release.target_illegal_transition`, naming what would be legal. */
export function assertTargetMayGoTo(from: TargetStatus, to: TargetStatus): void {
  const legal = TRANSITIONS[from];
  if (legal.includes(to)) return;
  const instead = legal.length > 0 ? `it may become ${legal.join(' or ')}` : 'it stays so';
  throw releaseErrors.target_illegal_transition({
    detail: `A target that is ${from} cannot become ${to}; ${instead}.`,
    legal,
  });
}
