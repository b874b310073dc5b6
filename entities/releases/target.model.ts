// The way of one target through its store. Pure. Source: DOMAIN, BUILD_SUBMITTED; release_targets of the source model.
import type { Changes } from '../_base/table.ts';
import { releaseErrors } from './errors.ts';
import { assertIsIn, assertNotHeldBack, isOngoing } from './lifecycle.model.ts';
import type { ReleaseItem } from './release.entity.ts';
import type { ReleaseTargetItem } from './release-parts.entity.ts';
import type { TargetStatus } from './status.model.ts';

const TRANSITIONS: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  PENDING: ['BUILDING', 'SUBMITTED'],
  BUILDING: ['SUBMITTED'],
  // Back to BUILDING: another build is wanted.
  SUBMITTED: ['APPROVED', 'REJECTED', 'RELEASED', 'BUILDING'],
  APPROVED: ['RELEASED', 'REJECTED', 'BUILDING'],
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

/** True while the store has not got the version, or not that build of it that it is to get. */
export const isBeforeSubmission = (release: ReleaseItem, { targetStatus }: ReleaseTargetItem): boolean =>
  isOngoing(release.status) && (['PENDING', 'BUILDING', 'REJECTED'] as TargetStatus[]).includes(targetStatus);

/** What a store says about a submission; `reason` is its words of a rejection. */
export interface StoreReport {
  readonly status: 'APPROVED' | 'REJECTED' | 'RELEASED';
  readonly reason?: string | undefined;
}

/**
 * What a store's answer changes, or undefined when it says what is known. While one target's rejection has sent the release
 * back to regression, the other stores still answer about what was submitted to them before.
 */
export function reportTarget(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  { status, reason }: StoreReport,
  at: string,
): Changes<ReleaseTargetItem> | undefined {
  if (target.targetStatus === status) return undefined;
  assertIsIn(release, ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS'], 'Stores answer');
  if (isBeforeSubmission(release, target)) assertNotHeldBack(release);
  assertTargetMayGoTo(target.targetStatus, status);
  return {
    targetStatus: status,
    ...(status === 'APPROVED' ? { approvedAt: at } : {}),
    ...(status === 'RELEASED' ? { approvedAt: target.approvedAt ?? at, releasedAt: at } : {}),
    ...(status === 'REJECTED' ? { rejectionReason: reason } : {}),
  };
}
