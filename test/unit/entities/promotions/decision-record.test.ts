// The decision record of a promotion: each gate, the result, and what approvals are bound to.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../entities/promotions/decisions/decision-record.model.ts';
import type { Snapshot } from '../../../../entities/promotions/decisions/snapshot.model.ts';
import { approvedHash } from '../../../../entities/promotions/decisions/snapshot.model.ts';
import { isForPeople } from '../../../../entities/promotions/next-step.model.ts';
import type { GateType } from '../../../../entities/promotions/words.model.ts';
import { allowed, approval, digest, freeze, NOW, override, stop, target } from './fixture.ts';

const staging = (deployment: Snapshot['sources'][number]['deployment']): Partial<Snapshot> => ({
  sources: [{ environmentId: 'staging', name: 'staging', deployment }],
});
const reported: Partial<Snapshot> = {
  sources: [{ environmentId: 'staging', name: 'staging', deployment: null, isReported: true }],
};
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
      'asked for by a target, never deployed before',
      { ...staging(null), isOfTarget: true },
      'PENDING',
      'promotion_order.not_deployed',
    ],
    [
      'PROMOTION_ORDER',
      'asked for by a target, failed before',
      { ...staging({ status: 'FAILED', finishedAt: NOW, soakMinutes: 0 }), isOfTarget: true },
      'PENDING',
      'promotion_order.not_succeeded',
    ],
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
    ['PROMOTION_ORDER', 'reported past approvals', reported, 'FAILED', 'promotion_order.reported'],
    [
      'PROMOTION_ORDER',
      'asked for by a target, reported past approvals',
      { ...reported, isOfTarget: true },
      'PENDING',
      'promotion_order.reported',
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
      'a group that is missing and gone',
      { decisions: [approval('petra'), approval('paul')], goneGroups: ['qa'] },
      'PENDING',
      'approvals.group_gone',
    ],
    ['APPROVALS', 'a group that has approved and is gone', { goneGroups: ['qa'] }, 'PASSED', 'approvals.given'],
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
