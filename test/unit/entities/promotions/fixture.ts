// A promotion that is allowed, and what may stand in its way.
import type { Snapshot } from '../../../../entities/promotions/decisions/snapshot.model.ts';

export const NOW = '2026-06-01T12:00:00.000Z';
export const digest = `sha256:${'a'.repeat(64)}`;
export const approval = (userId: string, ...groupIds: string[]): Snapshot['decisions'][number] => ({
  ...{ userId, action: 'APPROVED', decidedAt: NOW, groupIds },
});

export const target = {
  targetId: 't1',
  name: 'eu-1',
  componentId: 'c1',
  capability: 'docker',
  healthStatus: 'HEALTHY',
};

export const allowed: Snapshot = {
  at: NOW,
  isRollback: false,
  requestedBy: 'rita',
  release: {
    ...{ releaseId: 'r1', releaseKey: 'api@1.0.0', service: 'api', authors: ['axel'], areAuthorsKnown: true },
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

export const freeze = {
  ...{ freezeWindowId: 'f1', name: 'Weekend', effect: 'DENY' as const, timeZone: 'UTC' },
  ...{ dtstart: '2026-06-01T00:00:00', duration: 'P1D' },
};
export const override = {
  ...{ requestedBy: 'olga', grantedBy: 'otto', reason: 'A leak', ticket: 'OPS-1' },
  expiresAt: '2026-06-01T13:00:00.000Z',
};
export const stop = { reason: 'Fire', byName: 'Dev' };
