// The messages for people, event by event, and that every event of the list has words.
import { describe, expect, it } from 'vitest';
import {
  CHAT_EVENTS,
  isStage,
  messageOf,
  TENANT_EVENTS,
  TICKET_EVENTS,
} from '../../../../entities/notifications/messages.ts';
import {
  ALL_ON,
  notificationSettingsBody,
} from '../../../../entities/notifications/settings/notification-settings.model.ts';
import { askedCases, deploymentCases, environments } from './promotion-cases.ts';
import { cases, pipeline, release } from './release-cases.ts';
import { departure, train, trains } from './train-cases.ts';

const detailOf = (data: object) => ({
  id: 'e1',
  version: 1,
  tenantId: 'tenant',
  occurredAt: '2026-03-01T12:00:00.000Z',
  actor: { type: 'USER', id: 'u1', name: 'Ada' },
  correlationId: 'c1',
  data,
});
const names: Record<string, string> = { p1: 'Jenkins iOS', t1: 'App Store' };
const context = { nameOf: (id: string) => names[id] ?? id, releaseUrl: 'https://windlass.example.com/r1' };

describe('the message', () => {
  it.each(cases)('of %s %o (W-text)', (type, data, purpose, title, lines) => {
    expect(messageOf(type, detailOf(data), context)).toMatchObject({
      purpose,
      title: /[{:]/.test(title) ? title.replace('{X}', 'app@1.5.0') : `${title}: app@1.5.0`,
      lines,
      by: 'Ada',
      at: '2026-03-01T12:00:00.000Z',
    });
  });

  it.each([
    [{ type: 'USER', id: 'u1', name: 'Ada' }, 'Ada'],
    [{ type: 'SYSTEM', id: 'release-lifecycle', name: 'release-lifecycle' }, 'Windlass'],
    [{ type: 'EXTERNAL', id: 'ci.github', name: 'ci.github' }, 'GitHub'],
    [{ type: 'EXTERNAL', id: 'ci.app-store', name: 'ci.app-store' }, 'App Store Connect'],
    [{ type: 'EXTERNAL', id: 'ci.tekton', name: 'ci.tekton' }, 'tekton'],
  ])('by %j is said to be by %s (W-text: actors)', (actor, by) => {
    expect(messageOf('ReleaseKickedOff', { ...detailOf(release), actor }, context).by).toBe(by);
  });

  it('of every event of the lists is in the table above', () => {
    const known = new Set([...cases, ...deploymentCases].map(([type]) => type));
    expect([...new Set([...CHAT_EVENTS, ...TICKET_EVENTS])].filter((type) => !known.has(type))).toEqual([]);
  });

  const integration = { integrationId: 'i1', kind: 'SCM', type: 'GITHUB', name: 'Acme on GitHub', isActive: true };
  const integrationUrl = 'https://windlass.example.com/i1';
  const integrations: [string, object, string, string[]][] = [
    [
      'IntegrationInvalidated',
      { ...integration, verificationStatus: 'EXPIRED', error: 'GitHub says no' },
      'Integration broken: Acme on GitHub',
      ['SCM integration, GITHUB: EXPIRED', 'GitHub says no'],
    ],
    [
      'IntegrationRecovered',
      { ...integration, verificationStatus: 'VALID', brokenSince: '2026-02-28T12:00:00.000Z' },
      'Integration works again: Acme on GitHub',
      ['SCM integration, GITHUB: VALID', 'It was broken since 2026-02-28T12:00:00.000Z'],
    ],
  ];
  it.each(integrations)('of %s names the integration and the releases that use it', (type, data, title, lines) => {
    const told = (usedBy: readonly string[]) =>
      messageOf(type, detailOf(data), { ...context, releaseUrl: undefined, integrationUrl, usedBy });
    expect(told([])).toMatchObject({ purpose: 'incidents', title, lines });
    expect(told(['app@2', 'app@1'])).toMatchObject({
      lines: [...lines, 'Releases under way that use it: app@2, app@1'],
      links: [{ label: 'Integration', url: integrationUrl }],
    });
    const many = Array.from({ length: 12 }, (_, index) => `app@${index}`);
    expect(told(many).lines.at(-1)).toMatch(/app@9 and 2 more$/);
  });

  it.each(trains)('of %s names the train and what comes next (W7)', (type, data, purpose, title, lines) => {
    const trainUrl = 'https://windlass.example.com/t1';
    const told = messageOf(type, detailOf(data), { ...context, releaseUrl: undefined, trainUrl });
    expect(told).toMatchObject({ purpose, title, lines, links: [{ label: 'Train', url: trainUrl }] });
  });

  it.each(environments)('of %s names the target and the difference', (type, data, title, lines) => {
    expect(messageOf(type, detailOf(data), context)).toMatchObject({ purpose: 'incidents', title, lines });
  });

  it.each(deploymentCases)('of %s names the deployment', (type, data, purpose, title, lines) => {
    expect(messageOf(type, detailOf(data), context)).toMatchObject({ purpose, title, lines });
  });

  it.each(askedCases)('of a question about a promotion says how many are asked: %#', (data, title, line) => {
    expect(messageOf('ApprovalRequested', detailOf(data), context)).toMatchObject({ title, lines: [line] });
  });

  it('of a departure at which nothing was new says since when', () => {
    const data = { ...train, departureAt: departure, cause: 'UNCHANGED', reason: '1.4.0' };
    expect(messageOf('TrainDepartureSkipped', detailOf(data), context)).toMatchObject({
      title: 'No release of app by the train Weekly this time',
      lines: ['Nothing is new on its base branch since app 1.4.0', 'It has no further departure'],
    });
  });

  it('has a switch of its own in the settings, and no other event has', () => {
    const withSwitch = (type: string) => ({ ...ALL_ON, jira: { ...ALL_ON.jira, events: { [type]: false } } });
    const told = [...cases, ...deploymentCases, ...integrations, ...trains, ...environments].map(([type]) => type);
    const isTaken = (type: string) => notificationSettingsBody.safeParse(withSwitch(type)).success;
    expect([...told, 'ReleaseArchived'].filter((type) => !isTaken(type))).toEqual(['ReleaseArchived']);
  });

  it('is a comment in tickets by default where a stage begins or ends', () => {
    const types = [...cases, ...deploymentCases, ...integrations, ...trains].map(([type]) => type);
    expect([...new Set(types)].filter(isStage).sort()).toEqual([
      'BuildFailed',
      'DeploymentPaused',
      'PromotionDeployed',
      'PromotionFailed',
      'PromotionRolledBack',
      'RegressionSignedOff',
      'RegressionStarted',
      'ReleaseCancelled',
      'ReleaseDelayed',
      'ReleaseEpicsCreated',
      'ReleasePaused',
      'ReleaseReleased',
      'SignOffRejected',
      'TargetFailed',
      'TargetRejected',
      'TargetReleased',
      'TargetReplaced',
      'TargetSubmitted',
      'TargetWithdrawn',
    ]);
  });

  it('is told where its kind is told', () => {
    expect(CHAT_EVENTS).not.toContain('ReleaseEpicsCreated');
    for (const type of ['ReleaseCreated', 'ReleaseKickedOff', 'EpicRefused']) {
      expect([CHAT_EVENTS.includes(type), TICKET_EVENTS.includes(type)]).toEqual([true, false]);
    }
  });

  it('of every event told to the tenant is in that table', () => {
    expect([...TENANT_EVENTS].sort()).toEqual(
      [...new Set([...integrations, ...trains, ...environments].map(([type]) => type))].sort(),
    );
    expect(TENANT_EVENTS.filter((type) => [...CHAT_EVENTS, ...TICKET_EVENTS].includes(type))).toEqual([]);
  });

  it('links the build and the release', () => {
    expect(messageOf('BuildFailed', detailOf({ ...pipeline, buildStatus: 'FAILED' }), context).links).toEqual([
      { label: 'Build', url: 'https://ci.example.com/42' },
      { label: 'Release', url: 'https://windlass.example.com/r1' },
    ]);
  });

  it('links the approval that it asks for', () => {
    const approvalUrlOf = (id: string) => `https://windlass.example.com/${id}`;
    const asked = cases.find(([type]) => type === 'ApprovalRequested')?.[1] ?? {};
    expect(messageOf('ApprovalRequested', detailOf(asked), { ...context, approvalUrlOf }).links).toEqual([
      { label: 'Approval', url: expect.stringMatching(/^https:\/\/windlass\.example\.com\/./) },
      { label: 'Release', url: 'https://windlass.example.com/r1' },
    ]);
  });

  it('has no link to a deployment whose address is unknown', () => {
    expect(messageOf('ReleaseKickedOff', detailOf(release), { nameOf: context.nameOf, releaseUrl: '' }).links).toEqual(
      [],
    );
  });

  it('wants a decision only where one is asked for', () => {
    const wanting = cases.filter(([type, data]) => messageOf(type, detailOf(data), context).approval);
    expect(new Set(wanting.map(([type]) => type))).toEqual(new Set(['ApprovalRequested']));
  });

  it('is refused for a type without words and for a wrong detail', () => {
    expect(() => messageOf('ReleaseArchived', detailOf(release), context)).toThrow('no message for ReleaseArchived');
    expect(() => messageOf('ReleaseKickedOff', detailOf({}), context)).toThrow();
  });
});
