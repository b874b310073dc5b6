// The e-mail notifier: who gets which mail, once as far as Amazon SES allows.
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DomainError } from '../../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import { CHANNELS } from '../../../../entities/notifications/channel.model.ts';
import type { Mail } from '../../../../functions/_adapters/adapter.ts';
import { logger } from '../../../../functions/_kit/logger.ts';
import { notifyEmail } from '../../../../functions/notifiers/email/notify-email.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { busEvent, type Notifier, RELEASE_ID, startNotifier } from './fixture.ts';

const config = {
  fromAddress: 'releases@acme.example',
  recipients: { releases: ['team@acme.example', 'ada@acme.example'], builds: ['ci@acme.example'] },
};
const TEAM = config.recipients.releases;

let notifier: Notifier;
let mails: Mail[];
/** The errors that the next mails get instead of being taken. */
let failures: DomainError[];

beforeEach(async () => {
  mails = [];
  failures = [];
  const send = async (mail: Mail) => {
    const failure = failures.shift();
    if (failure) throw failure;
    return { messageId: `m-${mails.push(mail)}` };
  };
  notifier = await startNotifier((deps) => notifyEmail({ ...deps, send }));
  await notifier.addRelease({ communicationIntegrationId: 'mail-1' });
  await notifier.addIntegration('mail-1', 'EMAIL', config, {});
});
afterEach(() => notifier.stop());

const released = busEvent('ReleaseReleased', { releaseDate: '2026-03-01', tag: 'v1.5.0' });
const approval = {
  approvalId: 'approval-1',
  subject: { type: 'Release', id: 'release-1', key: 'app@1.5.0' },
  ...{ stage: 'REGRESSION_SIGN_OFF', round: 1, question: 'Sign off app 1.5.0, cycle 1?' },
};
const notedOf = async (about = 'event-ReleaseReleased') => (await notifier.notifications(about)).releases;

describe('a mail that the tenant may not send', () => {
  it.each([
    ['as a sender that is not its own', { fromAddress: 'releases@globex.example' }, 'is not bound to this tenant'],
    ['to nobody of its own', { recipients: { releases: ['victim@elsewhere.example'] } }, 'None of the recipients'],
  ])('is not sent: %s (S5)', async (_, over, text) => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    onTestFinished(() => info.mockRestore());
    await notifier.addIntegration('mail-1', 'EMAIL', { ...config, ...over }, {});
    await notifier.receive(released);
    expect(mails).toEqual([]);
    const counted = info.mock.calls.filter(([name]) => name === 'NotificationsFailed');
    expect(counted).toEqual([['NotificationsFailed', expect.objectContaining({ source: 'EMAIL' })]]);
    expect(await notedOf()).toMatchObject({ status: 'FAILED', error: expect.stringContaining(text) });
  });

  it('goes to those who may get it, members among them (S5)', async () => {
    await notifier.addMember('u1', 'grace@people.example', true);
    await notifier.addMember('u2', 'left@people.example', false);
    const releases = ['Grace@people.example', 'left@people.example', 'victim@elsewhere.example', 'team@acme.example'];
    await notifier.addIntegration('mail-1', 'EMAIL', { ...config, recipients: { releases } }, {});
    await notifier.receive(released);
    expect(mails.map(({ to }) => to)).toEqual([['Grace@people.example', 'team@acme.example']]);
  });
});

describe('a mail', () => {
  it('says what happened, by whom and when, in both its parts', async () => {
    expect(await notifier.receive(released)).toBe('DONE');
    const url = 'https://windlass.example.com/console/acme/releases/payments-api@1.5.0';
    expect(mails).toEqual([
      {
        from: 'releases@acme.example',
        to: TEAM,
        subject: 'Released: payments-api@1.5.0',
        text: `Released: payments-api@1.5.0\n\n1.5.0 is on sale\nTag v1.5.0\nBy Ada Lovelace, 2026-03-01T12:00:00.000Z\n\nRelease: ${url}\n`,
        html: expect.stringContaining('<p>By Ada Lovelace, 2026-03-01T12:00:00.000Z</p>'),
        eventId: 'event-ReleaseReleased',
      },
    ]);
    for (const words of [
      '<h1>Released: payments-api@1.5.0</h1>',
      '<p>Tag v1.5.0</p>',
      `<a href="${url}">Release</a>`,
    ]) {
      expect(mails[0]?.html).toContain(words);
    }
  });

  it('is noted with its id and to whom it went', async () => {
    await notifier.receive(released);
    expect(await notedOf()).toMatchObject({
      pk: expect.stringContaining(`#NOTIFICATIONS#${RELEASE_ID}`),
      channel: 'EMAIL',
      status: 'SENT',
      attempts: 1,
      address: 'team@acme.example, ada@acme.example',
      messageId: 'm-1',
    });
  });

  it.each([
    ['BuildFailed', { pipelineIntegrationId: 'p1', buildStatus: 'FAILED' }, ['ci@acme.example']],
    ['ReleaseDelayed', { reason: 'QA is busy' }, TEAM],
    ['ApprovalRequested', approval, TEAM],
    ['ApprovalDecided', { ...approval, status: 'APPROVED', decidedBy: 'user-1' }, TEAM],
    ['ApprovalCancelled', approval, TEAM],
  ])('of %s goes to the recipients of its purpose, or those of releases', async (type, data, to) => {
    expect(await notifier.receive(busEvent(type, data))).toBe('DONE');
    expect(mails).toMatchObject([{ to }]);
  });

  it('that asks for an approval links it', async () => {
    await notifier.receive(busEvent('ApprovalRequested', approval));
    expect(mails[0]?.text).toContain('Approval: https://windlass.example.com/console/acme/approvals/approval-1\n');
  });

  it('keeps a line break of an event out of its headers, and markup out of its HTML', async () => {
    const releaseKey = 'x\r\nBcc: eve@evil.example';
    await notifier.receive(busEvent('ReleaseCancelled', { releaseKey, reason: '<img src=x onerror=alert(1)>' }));
    expect(mails[0]?.subject).toBe('Cancelled: x Bcc: eve@evil.example');
    expect(mails[0]?.html).toContain('<p>&lt;img src=x onerror=alert(1)&gt;</p>');
  });

  it.each([
    ['the release has nobody to tell', () => notifier.addRelease({})],
    ['the integration is gone', () => notifier.addRelease({ communicationIntegrationId: 'deleted' })],
    ['the integration is switched off', () => notifier.addIntegration('mail-1', 'EMAIL', config, {}, false)],
    ['the integration is a chat', () => notifier.addIntegration('mail-1', 'SLACK', {}, {})],
    [
      'the tenant wants no mail of this',
      () => notifier.switches({ email: { releases: false, builds: true, approvals: true, incidents: true } }),
    ],
  ])('is nothing to do when %s', async (_, change) => {
    await change();
    expect(await notifier.receive(released)).toBe('DONE');
    expect([mails, await notifier.notifications('event-ReleaseReleased')]).toEqual([[], {}]);
  });
});

describe('a release whose chat was replaced', () => {
  it.each([
    ['after the event was published', ['EMAIL'], 1],
    ['before, while the table was not read', [...CHANNELS], 0],
  ])('%s is told nothing by mail, and the log says so where nobody else tells it', async (_, channels, logged) => {
    const warn = vi.spyOn(logger, 'warn');
    onTestFinished(() => warn.mockRestore());
    await notifier.addIntegration('slack-1', 'SLACK', {}, {});
    await notifier.addRelease({ communicationIntegrationId: 'slack-1' });
    expect(await notifier.receive({ ...released, detail: { ...released.detail, channels } })).toBe('DONE');
    expect([mails, warn.mock.calls.length]).toEqual([[], logged]);
  });
});

describe('once', () => {
  it('is enough however often its event comes', async () => {
    await notifier.receive(released);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(mails).toHaveLength(1);
  });

  it('is what two receivers at the same time do', async () => {
    const outcomes = await Promise.all([notifier.receive(released), notifier.receive(released)]);
    // The other one was put back, or began when the mail was out.
    expect(outcomes).toContain('DONE');
    expect(mails).toHaveLength(1);
  });

  it('waits while another attempt may still be running', async () => {
    await notifier.receive(released, 1, notifier.killedAfter());
    notifier.wait(5);
    expect(await notifier.receive(released, 2)).toBe('PUT_BACK');
    expect([mails.length, notifier.deferred.at(-1)]).toEqual([1, 3]);
  });

  it('cannot be kept under a kill between sending and noting: the mail comes again, with the same event id', async () => {
    await notifier.receive(released, 1, notifier.killedAfter());
    notifier.wait(21);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(mails.map(({ eventId }) => eventId)).toEqual(['event-ReleaseReleased', 'event-ReleaseReleased']);
    expect(await notedOf()).toMatchObject({ status: 'SENT', attempts: 2 });
  });
});

describe('a failure', () => {
  it('by the sending rate is put back for as long as SES asks', async () => {
    failures = [integrationErrors.rate_limited({ retryAfterSeconds: 7 })];
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect(notifier.deferred).toEqual([7]);
    expect(await notedOf()).toMatchObject({ status: 'PENDING', isInDoubt: false });
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(mails).toHaveLength(1);
  });

  it('by an outage is put back for longer each time', async () => {
    failures = [integrationErrors.unavailable(), integrationErrors.unavailable()];
    for (const receives of [1, 2, 3]) await notifier.receive(released, receives);
    expect([notifier.deferred, mails.length]).toEqual([[2, 4], 1]);
  });

  it('by refusal is noted and listed for those who send it again', async () => {
    failures = [integrationErrors.refused({ detail: 'Amazon SES answered 400: Email address is not verified.' })];
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect(await notedOf()).toMatchObject({
      status: 'FAILED',
      error: 'Amazon SES answered 400: Email address is not verified.',
      gsi1pk: `T#${TENANT_ID}#FAILED_NOTIFICATIONS#2026-03`,
    });
  });
});

describe('a redelivery', () => {
  const asking = (channel: string) => ({
    ...busEvent('NotificationRedeliveryRequested'),
    detail: {
      ...busEvent('NotificationRedeliveryRequested').detail,
      data: { subjectId: RELEASE_ID, about: 'event-ReleaseReleased', channel, purpose: 'releases' },
    },
  });

  it('sends the mail', async () => {
    failures = [integrationErrors.refused()];
    await notifier.receive(released);
    expect(await notifier.receive(asking('EMAIL'))).toBe('DONE');
    expect(mails).toHaveLength(1);
    expect(await notedOf()).toMatchObject({ status: 'SENT', attempts: 2 });
  });

  it('for another channel is nothing to do', async () => {
    failures = [integrationErrors.refused()];
    await notifier.receive(released);
    expect(await notifier.receive(asking('SLACK'))).toBe('DONE');
    expect(mails).toEqual([]);
  });
});
