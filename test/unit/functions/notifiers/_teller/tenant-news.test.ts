// News of the tenant: an integration broke, or is well again. Told once in each chat that can tell it, and noted in the
// tenant's own log.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_ON } from '../../../../../entities/notifications/settings/notification-settings.model.ts';
import type { Mail } from '../../../../../functions/_adapters/adapter.ts';
import { notifyEmail } from '../../../../../functions/notifiers/email/notify-email.ts';
import { notifySlack } from '../../../../../functions/notifiers/slack/notify-slack.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../../../support/http.ts';
import { type Answer, type HttpService, startHttpService } from '../../../../support/services/http-service.ts';
import { busEvent, type Notifier, startNotifier } from '../fixture.ts';
import { bodiesOf, POST, posted } from '../slack/slack-fixture.ts';

const GITHUB = { integrationId: 'github-1', kind: 'SCM', type: 'GITHUB', name: 'Acme on GitHub', isActive: true };
const tenantEvent = (type: string, data: object, id = `event-${type}`) => {
  const event = busEvent(type, {}, id);
  return { ...event, source: 'windlass.integrations', detail: { ...event.detail, data } };
};
const broke = (subject: object = GITHUB, id?: string) =>
  tenantEvent(
    'IntegrationInvalidated',
    { ...subject, verificationStatus: 'INVALID', error: 'GitHub answered 401' },
    id,
  );
const recovered = (subject: object = GITHUB) =>
  tenantEvent('IntegrationRecovered', {
    ...subject,
    verificationStatus: 'VALID',
    brokenSince: '2026-02-28T12:00:00.000Z',
  });
const askAgain = (about: string, channel: string, purpose: string) =>
  tenantEvent('NotificationRedeliveryRequested', { subjectId: TENANT_ID, about, channel, purpose }, 'asking');

const incidents = { slack: { ...ALL_ON.slack, incidents: false }, email: { ...ALL_ON.email, incidents: false } };
const REFUSED: Answer = { body: { ok: false, error: 'account_inactive' } };

let notifier: Notifier;
/** Sent by EMAIL. */
let mails: Mail[];
/** By the id of the integration that it is the Slack of. */
let slacks: Map<string, HttpService>;

beforeEach(async () => {
  slacks = new Map();
  mails = [];
  const send = async (mail: Mail) => ({ messageId: `m-${mails.push(mail)}` });
  notifier = await startNotifier((deps) => {
    const [inSlack, byMail] = [notifySlack(deps), notifyEmail({ ...deps, send })];
    return async (event, receive) => {
      await byMail(event, receive);
      await inSlack(event, receive);
    };
  });
});
afterEach(async () => {
  for (const slack of slacks.values()) await slack[Symbol.asyncDispose]();
  await notifier.stop();
});

interface Chat {
  readonly channels?: object;
  readonly isActive?: boolean;
  readonly verificationStatus?: string;
}
const store = (id: string, url: string, { channels, isActive, ...more }: Chat) =>
  notifier.addIntegration(
    id,
    'SLACK',
    { baseUrl: url, channels: channels ?? { releases: 'C1', incidents: 'C9' } },
    { botToken: 'xoxb-secret-token' },
    isActive,
    { verificationStatus: 'VALID', ...more },
  );
async function addSlack(id: string, chat: Chat = {}, answer: Answer | readonly Answer[] = posted): Promise<void> {
  const service = await startHttpService({ [POST]: answer });
  slacks.set(id, service);
  await store(id, service.url, chat);
}
/** As a verification leaves it. */
const becomes = (id: string, verificationStatus: string) =>
  store(id, slacks.get(id)?.url ?? '', { verificationStatus });
const saidIn = (id: string) => {
  const slack = slacks.get(id);
  return slack ? bodiesOf(slack, POST) : [];
};
const channelsOf = (id: string) => saidIn(id).map(({ channel }) => channel);
const mailConfig = {
  fromAddress: 'releases@acme.example',
  recipients: { releases: ['team@acme.example'], incidents: ['oncall@acme.example'] },
};

describe('news of an integration', () => {
  it('is told with its name, kind, type and what the service said, and where it is', async () => {
    await addSlack('slack-1');
    expect(await notifier.receive(broke())).toBe('DONE');
    const [message] = saidIn('slack-1');
    expect(message?.text).toBe(
      'Integration broken: Acme on GitHub\nSCM integration, GITHUB: INVALID\nGitHub answered 401',
    );
    expect(JSON.stringify(message?.blocks)).toContain(
      'https://windlass.example.com/console/acme/integrations/scm/github-1',
    );
  });

  it('names the releases that are under way and use it, newest first', async () => {
    await addSlack('slack-1');
    await notifier.addUse('github-1', 'r1');
    await notifier.addUse('github-1', 'r2', { status: 'RELEASED' });
    await notifier.addUse('github-1', 'r3', { status: 'REGRESSION_IN_PROGRESS' });
    await notifier.addUse('github-1', 'r4', { status: 'CANCELLED' });
    await notifier.addUse('another', 'r5');
    await notifier.receive(broke());
    expect(saidIn('slack-1')[0]?.text).toMatch(/^Releases under way that use it: app@r3, app@r1$/m);
  });

  it('does not name a release that was given other tickets since', async () => {
    await addSlack('slack-1');
    await notifier.addUse('jira-1', 'r1', { ticketIntegrationId: 'jira-2' });
    await notifier.addUse('jira-1', 'r2', { ticketIntegrationId: 'jira-1' });
    await notifier.receive(broke({ ...GITHUB, integrationId: 'jira-1', kind: 'TICKET', type: 'JIRA' }));
    expect(saidIn('slack-1')[0]?.text).toMatch(/^Releases under way that use it: app@r2$/m);
  });

  it('is told in every Slack that is active and not known to be broken, in its channel for incidents', async () => {
    await addSlack('slack-1');
    await addSlack('slack-2', { channels: { releases: 'C5' } });
    await addSlack('new', { verificationStatus: 'PENDING' });
    await addSlack('off', { isActive: false });
    await addSlack('refused', { verificationStatus: 'INVALID' });
    await addSlack('late', { verificationStatus: 'EXPIRED' });
    await notifier.receive(broke());
    const told = Object.fromEntries([...slacks.keys()].map((id) => [id, channelsOf(id)]));
    expect(told).toEqual({ 'slack-1': ['C9'], 'slack-2': ['C5'], new: ['C9'], off: [], refused: [], late: [] });
  });

  it('of a Slack that broke is told by the others, and by itself when it is well again', async () => {
    const subject = { ...GITHUB, integrationId: 'slack-2', kind: 'COMMUNICATION', type: 'SLACK', name: 'Slack 2' };
    await addSlack('slack-1');
    await addSlack('slack-2', { verificationStatus: 'INVALID' });
    await notifier.receive(broke(subject));
    expect([saidIn('slack-1').length, saidIn('slack-2').length]).toEqual([1, 0]);
    await becomes('slack-2', 'VALID');
    await notifier.receive(recovered(subject));
    expect(saidIn('slack-2').map(({ text }) => text.split('\n')[0])).toEqual(['Integration works again: Slack 2']);
  });

  it('is mailed to the recipients for incidents', async () => {
    await notifier.addIntegration('mail-1', 'EMAIL', mailConfig, {});
    expect(await notifier.receive(broke())).toBe('DONE');
    expect(await notifier.receive(broke(), 2)).toBe('DONE');
    expect(mails).toMatchObject([
      {
        to: ['oncall@acme.example'],
        subject: 'Integration broken: Acme on GitHub',
        text: expect.stringContaining('401'),
      },
    ]);
  });

  it('is noted in the log of the tenant, by chat', async () => {
    await addSlack('slack-1');
    await notifier.addIntegration('mail-1', 'EMAIL', mailConfig, {});
    await notifier.receive(broke());
    const pk = `T#${TENANT_ID}#NOTIFICATIONS#${TENANT_ID}`;
    const noted = { pk, subjectId: TENANT_ID, status: 'SENT', attempts: 1, eventType: 'IntegrationInvalidated' };
    expect(await notifier.notifications('event-IntegrationInvalidated')).toMatchObject({
      'incidents:slack-1': { ...noted, channel: 'SLACK', address: 'C9', messageId: '1.000100' },
      'incidents:mail-1': { ...noted, channel: 'EMAIL', address: 'oncall@acme.example', messageId: 'm-1' },
    });
    expect(JSON.stringify(await notifier.notifications('event-IntegrationInvalidated'))).not.toContain('xoxb');
  });

  it('is nothing to do where a tenant does not want to be told of incidents', async () => {
    await addSlack('slack-1');
    await notifier.addIntegration('mail-1', 'EMAIL', mailConfig, {});
    await notifier.switches(incidents);
    expect(await notifier.receive(broke())).toBe('DONE');
    expect([saidIn('slack-1'), mails]).toEqual([[], []]);
  });

  it('stays in its tenant', async () => {
    await addSlack('slack-1');
    const event = broke();
    await notifier.receive({ ...event, detail: { ...event.detail, tenantId: OTHER_TENANT_ID } });
    expect(saidIn('slack-1')).toEqual([]);
  });
});

describe('exactly once', () => {
  it('is not posted again when its event comes again', async () => {
    await addSlack('slack-1');
    await notifier.receive(broke());
    expect(await notifier.receive(broke(), 2)).toBe('DONE');
    expect(saidIn('slack-1')).toHaveLength(1);
  });

  it('posts one message for two receivers at once', async () => {
    await addSlack('slack-1');
    await Promise.all([notifier.receive(broke()), notifier.receive(broke())]);
    await notifier.receive(broke(), 2);
    expect(saidIn('slack-1')).toHaveLength(1);
  });

  it('what one Slack refuses keeps no other from being told, and is tried there alone', async () => {
    await addSlack('slack-1', {}, [REFUSED, posted]);
    await addSlack('slack-2');
    expect(await notifier.receive(broke())).toBe('PUT_BACK');
    expect(saidIn('slack-2')).toHaveLength(1);
    expect(await notifier.receive(broke(), 2)).toBe('DONE');
    expect([saidIn('slack-1').length, saidIn('slack-2').length]).toEqual([2, 1]);
  });

  it('waits for its turn in the channel', async () => {
    await addSlack('slack-1');
    for (const id of ['one', 'two', 'three', 'four', 'five']) await notifier.receive(broke(GITHUB, id));
    const first = notifier.now();
    await notifier.receive(broke(GITHUB, 'six'));
    expect(notifier.now() - first).toBeGreaterThanOrEqual(1_000);
  });

  it('is sent again by request into the chat that it failed in, though that is known to be broken', async () => {
    await addSlack('slack-1', {}, [REFUSED, posted]);
    await addSlack('slack-2', {}, REFUSED);
    await notifier.receive(broke());
    await becomes('slack-1', 'INVALID');
    const again = askAgain('event-IntegrationInvalidated', 'SLACK', 'incidents:slack-1');
    expect(await notifier.receive(again)).toBe('DONE');
    expect([saidIn('slack-1').length, saidIn('slack-2').length]).toEqual([2, 1]);
    expect((await notifier.notifications('event-IntegrationInvalidated'))['incidents:slack-1']).toMatchObject({
      status: 'SENT',
      attempts: 2,
    });
  });
});
