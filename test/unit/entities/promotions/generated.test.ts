// Promotions over generated policies, people and decisions: none is allowed without its approvals, and the same snapshot has the same record.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../entities/_base/json.ts';
import { evaluate } from '../../../../entities/promotions/decisions/decision-record.model.ts';
import { type Snapshot, snapshotSchema } from '../../../../entities/promotions/decisions/snapshot.model.ts';
import { RESULTS } from '../../../../entities/promotions/words.model.ts';
import { allowed, freeze, NOW, stop } from './fixture.ts';

describe('over 10,000 generated policies, people and decisions', () => {
  const people = ['rita', 'axel', 'olga', 'otto', 'petra', 'paul', 'pia', 'pit'];
  const groups = ['qa', 'ops'];
  const needed = fc.integer({ min: 1, max: 2 });
  const generated = fc
    .record({
      isRollback: fc.boolean(),
      requestedBy: fc.constantFrom(...people),
      authors: fc.subarray(people, { maxLength: 3 }),
      override: fc.option(
        fc.record({
          requestedBy: fc.constantFrom(...people),
          grantedBy: fc.constantFrom(...people),
          reason: fc.constant('A leak'),
          ticket: fc.constant(null),
          expiresAt: fc.constantFrom(NOW, '2026-06-02T00:00:00.000Z'),
        }),
      ),
      freezeWindows: fc.constantFrom<Snapshot['freezeWindows']>([], [], [freeze]),
      stop: fc.constantFrom(stop, null, null, null),
      policy: fc.record({
        version: fc.nat(5),
        approvalsNeeded: fc.nat(3),
        groups: fc.uniqueArray(fc.record({ groupId: fc.constantFrom(...groups), approvalsNeeded: needed }), {
          selector: ({ groupId }) => groupId,
        }),
        requireSod: fc.boolean(),
      }),
      decisions: fc.uniqueArray(
        fc.record({
          userId: fc.constantFrom(...people),
          action: fc.constantFrom(...Array<'APPROVED'>(12).fill('APPROVED'), 'REJECTED' as const),
          decidedAt: fc.constant(NOW),
          groupIds: fc.subarray(groups),
        }),
        { minLength: 2, selector: ({ userId }) => userId },
      ),
    })
    .map(
      ({ authors, stop: stopped, ...rest }): Snapshot => ({
        ...allowed,
        ...rest,
        release: { ...allowed.release, authors },
        environment: { ...allowed.environment, stop: stopped },
      }),
    );
  const snapshots = fc.sample(generated, { numRuns: 10_000, seed: 11 });
  const records = snapshots.map(evaluate);
  const each = (check: (snapshot: Snapshot, result: string) => void) => {
    for (const [index, snapshot] of snapshots.entries()) check(snapshot, records[index]?.result ?? '');
  };

  /** The people who may not decide, as DOMAIN says it and not as the gate computes it. */
  const mayNot = ({ policy, requestedBy, release, override: given }: Snapshot, userId: string) =>
    (policy.requireSod && (userId === requestedBy || release.authors.includes(userId))) ||
    given?.requestedBy === userId;

  it('has every result often enough', () => {
    const count = (result: string) => records.filter((record) => record.result === result).length;
    for (const result of RESULTS) expect([result, count(result) > 500]).toEqual([result, true]);
  });

  it('none is allowed with fewer than the needed people, of all and of each group', () => {
    each((snapshot, result) => {
      if (result !== 'ALLOW') return;
      const counted = snapshot.decisions.filter(
        ({ userId, action }) => action === 'APPROVED' && !mayNot(snapshot, userId),
      );
      const { approvalsNeeded, groups: rules } = snapshot.policy;
      const places = rules.reduce((sum, one) => sum + one.approvalsNeeded, 0);
      const ofGroups = counted.filter(({ groupIds }) => rules.some(({ groupId }) => groupIds.includes(groupId)));
      const missing = rules.filter(
        (rule) => counted.filter(({ groupIds }) => groupIds.includes(rule.groupId)).length < rule.approvalsNeeded,
      );
      expect([counted.length >= approvalsNeeded, ofGroups.length >= places, missing]).toEqual([true, true, []]);
    });
  });

  it('none is allowed that a person who may decide has rejected', () => {
    each((snapshot, result) => {
      const isRejected = snapshot.decisions.some(
        ({ userId, action }) => action === 'REJECTED' && !mayNot(snapshot, userId),
      );
      if (isRejected) expect(result).toBe('DENY');
    });
  });

  it('no decision of a person who may not decide has an effect', () => {
    each((snapshot, result) => {
      const decisions = snapshot.decisions.filter(({ userId }) => !mayNot(snapshot, userId));
      expect(evaluate({ ...snapshot, decisions }).result).toBe(result);
    });
  });

  it('none is allowed within a freeze without a valid override by another person', () => {
    each((snapshot, result) => {
      if (result !== 'ALLOW' || snapshot.freezeWindows.length === 0) return;
      const { requestedBy, grantedBy, expiresAt = '' } = snapshot.override ?? {};
      expect(requestedBy !== undefined && requestedBy !== grantedBy && expiresAt > NOW).toBe(true);
    });
  });

  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).reverse();
    return Object.fromEntries(entries.map(([name, field]) => [name, reversed(field)]));
  };

  it('the same snapshot gives the same record, byte for byte, also from another order of its keys', () => {
    for (const [index, snapshot] of snapshots.entries()) {
      const again = snapshotSchema.parse(JSON.parse(JSON.stringify(reversed(snapshot))));
      expect(canonicalJson(evaluate(again))).toBe(canonicalJson(records[index]));
    }
  });
});
