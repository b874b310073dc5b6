// The decision record of a promotion: each gate, the result, and what no promotion may ever do.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../entities/_base/canonical-json.ts';
import { approvedHash, evaluate, isForPeople } from '../../../../entities/promotions/decision-record.model.ts';
import { type Snapshot, snapshotSchema } from '../../../../entities/promotions/snapshot.model.ts';
import { type GateType, RESULTS } from '../../../../entities/promotions/words.model.ts';

const NOW = '2026-06-01T12:00:00.000Z';
const digest = `sha256:${'a'.repeat(64)}`;
const approval = (userId: string, ...groupIds: string[]): Snapshot['decisions'][number] => ({
  ...{ userId, action: 'APPROVED', decidedAt: NOW, groupIds },
});

const target = { targetId: 't1', name: 'eu-1', componentId: 'c1', capability: 'docker', healthStatus: 'HEALTHY' };

const allowed: Snapshot = {
  at: NOW,
  isRollback: false,
  requestedBy: 'rita',
  release: {
    ...{ releaseId: 'r1', releaseKey: 'api@1.0.0', service: 'api', authors: ['axel'] },
    components: [{ componentId: 'c1', name: 'api', digest }],
  },
  environment: { environmentId: 'prod', name: 'prod', stop: null },
  emergencyStop: null,
  sources: [
    {
      ...{ environmentId: 'staging', name: 'staging' },
      deployment: { status: 'SUCCEEDED', finishedAt: '2026-06-01T11:00:00.000Z', soakMinutes: 60 },
    },
  ],
  freezeWindows: [],
  override: null,
  targets: [target, { ...target, targetId: 't2', name: 'eu-2', healthStatus: 'UNKNOWN' }],
  agents: [{ agentId: 'a1', isOnline: true, capabilities: ['docker'] }],
  policy: { version: 3, approvalsNeeded: 2, groups: [{ groupId: 'qa', approvalsNeeded: 1 }], requireSod: true },
  decisions: [approval('petra', 'qa'), approval('paul')],
};

const freeze = {
  ...{ freezeWindowId: 'f1', name: 'Weekend', effect: 'DENY' as const, timeZone: 'UTC' },
  ...{ dtstart: '2026-06-01T00:00:00', duration: 'P1D' },
};
const override = {
  ...{ requestedBy: 'olga', grantedBy: 'otto', reason: 'A leak', ticket: 'OPS-1' },
  expiresAt: '2026-06-01T13:00:00.000Z',
};
const stop = { reason: 'Fire', byName: 'Dev' };
const staging = (deployment: Snapshot['sources'][number]['deployment']): Partial<Snapshot> => ({
  sources: [{ environmentId: 'staging', name: 'staging', deployment }],
});
const done = (finishedAt: string, soakMinutes: number, status = 'SUCCEEDED') =>
  staging({ status, finishedAt, soakMinutes });
const targets = (...changes: Partial<Snapshot['targets'][number]>[]): Partial<Snapshot> => ({
  targets: changes.map((change, index) => ({ ...target, targetId: `t${index}`, ...change })),
});

describe('the gates', () => {
  it.each<[GateType, string, Partial<Snapshot>, string, string]>([
    ['EMERGENCY_STOP', 'no stop', {}, 'PASSED', 'emergency_stop.none'],
    [
      'EMERGENCY_STOP',
      'a stop of the environment',
      { environment: { ...allowed.environment, stop } },
      'PENDING',
      'emergency_stop.in_force',
    ],
    ['EMERGENCY_STOP', 'a stop of all', { emergencyStop: stop }, 'PENDING', 'emergency_stop.in_force'],
    [
      'EMERGENCY_STOP',
      'a rollback while stopped',
      { emergencyStop: stop, isRollback: true },
      'PENDING',
      'emergency_stop.in_force',
    ],
    ['PROMOTION_ORDER', 'the first environment', { sources: [] }, 'PASSED', 'promotion_order.first'],
    ['PROMOTION_ORDER', 'soaked to the millisecond', {}, 'PASSED', 'promotion_order.verified'],
    [
      'PROMOTION_ORDER',
      'a millisecond too early',
      done('2026-06-01T11:00:00.001Z', 60),
      'PENDING',
      'promotion_order.soaking',
    ],
    ['PROMOTION_ORDER', 'never deployed before', staging(null), 'FAILED', 'promotion_order.not_deployed'],
    [
      'PROMOTION_ORDER',
      'a deployment under way',
      staging({ status: 'IN_PROGRESS', finishedAt: null, soakMinutes: 0 }),
      'PENDING',
      'promotion_order.deploying',
    ],
    ['PROMOTION_ORDER', 'a failed deployment', done(NOW, 0, 'FAILED'), 'FAILED', 'promotion_order.not_succeeded'],
    [
      'PROMOTION_ORDER',
      'one that was rolled back',
      done(NOW, 0, 'ROLLED_BACK'),
      'FAILED',
      'promotion_order.not_succeeded',
    ],
    ['PROMOTION_ORDER', 'a rollback', { ...staging(null), isRollback: true }, 'PASSED', 'promotion_order.rollback'],
    ['FREEZE', 'no window', {}, 'PASSED', 'freeze.open'],
    ['FREEZE', 'an open DENY window', { freezeWindows: [freeze] }, 'PENDING', 'freeze.closed'],
    ['FREEZE', 'an override', { freezeWindows: [freeze], override }, 'PASSED', 'freeze.overridden'],
    [
      'FREEZE',
      'an override that expired',
      { freezeWindows: [freeze], override: { ...override, expiresAt: NOW } },
      'PENDING',
      'freeze.closed',
    ],
    [
      'FREEZE',
      'an override granted to oneself',
      { freezeWindows: [freeze], override: { ...override, grantedBy: 'olga' } },
      'PENDING',
      'freeze.closed',
    ],
    ['DIGESTS', 'a digest of each component', {}, 'PASSED', 'digests.fixed'],
    [
      'DIGESTS',
      'a component without one',
      { release: { ...allowed.release, components: [{ componentId: 'c1', name: 'api', digest: null }] } },
      'FAILED',
      'digests.missing',
    ],
    [
      'DIGESTS',
      'no components',
      { release: { ...allowed.release, components: [] } },
      'FAILED',
      'digests.no_components',
    ],
    ['TARGETS', 'targets that are not unhealthy', {}, 'PASSED', 'targets.healthy'],
    ['TARGETS', 'one unhealthy of two', targets({}, { healthStatus: 'UNHEALTHY' }), 'PENDING', 'targets.unhealthy'],
    [
      'TARGETS',
      'an unhealthy one, for a rollback',
      { ...targets({ healthStatus: 'UNHEALTHY' }), isRollback: true },
      'PASSED',
      'targets.rollback',
    ],
    ['TARGETS', 'no target of the component', { targets: [] }, 'FAILED', 'targets.missing'],
    ['AGENTS', 'an agent for each target', {}, 'PASSED', 'agents.online'],
    [
      'AGENTS',
      'an agent that is offline',
      { agents: [{ agentId: 'a1', isOnline: false, capabilities: ['docker'] }] },
      'PENDING',
      'agents.offline',
    ],
    [
      'AGENTS',
      'an agent that cannot',
      { agents: [{ agentId: 'a1', isOnline: true, capabilities: ['shell'] }] },
      'PENDING',
      'agents.offline',
    ],
    ['APPROVALS', 'enough people', {}, 'PASSED', 'approvals.given'],
    ['APPROVALS', 'one too few', { decisions: [approval('petra', 'qa')] }, 'PENDING', 'approvals.missing'],
    [
      'APPROVALS',
      'enough people, none of the group',
      { decisions: [approval('petra'), approval('paul')] },
      'PENDING',
      'approvals.missing',
    ],
    [
      'APPROVALS',
      'the requester among them',
      { decisions: [approval('rita', 'qa'), approval('petra', 'qa')] },
      'PENDING',
      'approvals.missing',
    ],
    [
      'APPROVALS',
      'an author among them',
      { decisions: [approval('axel', 'qa'), approval('petra', 'qa')] },
      'PENDING',
      'approvals.missing',
    ],
    [
      'APPROVALS',
      'the person who asked for the override among them',
      { override, decisions: [approval('olga', 'qa'), approval('petra', 'qa')] },
      'PENDING',
      'approvals.missing',
    ],
    [
      'APPROVALS',
      'a rejection among enough',
      { decisions: [...allowed.decisions, { ...approval('pia'), action: 'REJECTED' }] },
      'FAILED',
      'approvals.rejected',
    ],
    [
      'APPROVALS',
      'the requester, without separation of duties',
      { policy: { ...allowed.policy, requireSod: false }, decisions: [approval('rita', 'qa'), approval('axel')] },
      'PASSED',
      'approvals.given',
    ],
  ])('%s judges %s', (type, _, change, status, reasonCode) => {
    const record = evaluate({ ...allowed, ...change });
    expect(record.gates.find((gate) => gate.type === type)).toMatchObject({ status, reasonCode });
  });

  it.each<[string, Partial<Snapshot>, string, boolean]>([
    ['ALLOW when all pass', {}, 'ALLOW', false],
    ['PENDING when only approvals are missing', { decisions: [] }, 'PENDING', true],
    ['PENDING when a freeze is closed too', { decisions: [], freezeWindows: [freeze] }, 'PENDING', false],
    ['DENY when one fails', { targets: [] }, 'DENY', false],
    ['DENY when one fails and one is pending', { targets: [], decisions: [] }, 'DENY', false],
  ])('the result is %s', (_, change, result, asksPeople) => {
    const record = evaluate({ ...allowed, ...change });
    expect([record.result, isForPeople(record)]).toEqual([result, asksPeople]);
  });
});

describe('what approvals are bound to', () => {
  const release = {
    ...allowed.release,
    components: [{ componentId: 'c1', name: 'api', digest: `sha256:${'b'.repeat(64)}` }],
  };
  it.each<[string, Partial<Snapshot>, boolean]>([
    ['another digest', { release }, true],
    ['another environment', { environment: { ...allowed.environment, environmentId: 'eu' } }, true],
    ['another version of the policy', { policy: { ...allowed.policy, version: 4 } }, true],
    [
      'another name of the component',
      { release: { ...allowed.release, components: [{ componentId: 'c1', name: 'web', digest }] } },
      false,
    ],
    ['more decisions', { decisions: [] }, false],
  ])('%s', (_, change, isVoid) => {
    expect(approvedHash({ ...allowed, ...change }) !== approvedHash(allowed)).toBe(isVoid);
  });
});

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
