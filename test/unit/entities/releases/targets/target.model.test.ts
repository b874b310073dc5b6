// The way of a target through its store: every pair of statuses.
import { describe, expect, it } from 'vitest';
import { routesToTargetStatuses } from '../../../../../entities/releases/lifecycle/legal-routes.ts';
import { TARGET_STATUSES, type TargetStatus } from '../../../../../entities/releases/lifecycle/status.model.ts';
import { assertTargetMayGoTo, reportTarget } from '../../../../../entities/releases/targets/target.model.ts';
import { sampleRelease, sampleTarget } from '../release-samples.ts';

/**
 * DOMAIN, BUILD_SUBMITTED. A store that releases automatically skips APPROVED; a rejected target is built again, and so
 * is one whose release is back in regression for another build. People's actions in the store are reported as they are.
 */
const LEGAL: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  PENDING: ['BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'FAILED'],
  BUILDING: ['SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'FAILED'],
  SUBMITTED: ['APPROVED', 'REJECTED', 'RELEASED', 'BUILDING', 'WITHDRAWN', 'REPLACED', 'FAILED'],
  APPROVED: ['RELEASED', 'REJECTED', 'BUILDING', 'WITHDRAWN', 'REPLACED', 'FAILED'],
  REJECTED: ['BUILDING', 'SUBMITTED', 'APPROVED', 'RELEASED', 'WITHDRAWN'],
  RELEASED: [],
  WITHDRAWN: ['BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED'],
  REPLACED: ['BUILDING'],
  FAILED: ['BUILDING', 'SUBMITTED', 'APPROVED', 'RELEASED'],
};
const pairs = TARGET_STATUSES.flatMap((from) => TARGET_STATUSES.map((to) => [from, to] as const));

describe('a target', () => {
  it.each(pairs)('%s -> %s is as DOMAIN says', (from, to) => {
    if (LEGAL[from].includes(to)) {
      expect(() => assertTargetMayGoTo(from, to)).not.toThrow();
      return;
    }
    expect(() => assertTargetMayGoTo(from, to)).toThrow(
      expect.objectContaining({
        code: 'release.target_illegal_transition',
        status: 409,
        details: expect.objectContaining({ legal: routesToTargetStatuses(LEGAL[from]) }),
      }),
    );
  });
});

describe('a target of a release that a hotfix holds back', () => {
  const release = sampleRelease({ status: 'BUILD_SUBMITTED', blockedByReleaseKey: 'app@0.9.1' });
  const report = (targetStatus: TargetStatus) =>
    reportTarget(release, sampleTarget({ targetStatus }), { status: 'APPROVED' }, '2026-03-01T12:00:00.000Z');

  it.each(['PENDING', 'BUILDING', 'REJECTED'] as const)(
    'that is %s has nothing that a store could answer',
    (status) => {
      const refusal = { code: 'release.held_back', status: 409, message: expect.stringContaining('app@0.9.1') };
      expect(() => report(status)).toThrow(expect.objectContaining(refusal));
    },
  );

  it('that was submitted before is answered', () => {
    expect(report('SUBMITTED')).toMatchObject({ targetStatus: 'APPROVED' });
  });
});
