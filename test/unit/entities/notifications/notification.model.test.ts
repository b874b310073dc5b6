// The next step of an attempt to send, given the attempts before it.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import {
  assertMayRedeliver,
  beginAttempt,
  failureOf,
  markFailed,
  markSent,
  markWaiting,
  type Notification,
  notificationIdOf,
  readNotificationId,
} from '../../../../entities/notifications/notification.model.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const ref = { tenantId: 't', subjectId: 'r', about: 'e', channel: 'SLACK', purpose: 'releases' } as const;
const told = { eventType: 'ReleaseReleased', event: '{}' };

function firstAttempt(): Notification {
  const attempt = beginAttempt(undefined, ref, told, NOW, 20_000);
  if (attempt.verdict !== 'SEND') throw new Error(attempt.verdict);
  return attempt.notification;
}
const failed = (error: Error) => markFailed(firstAttempt(), failureOf(error), NOW + 1_000);

describe('an attempt', () => {
  it('sends without looking when it is the first', () => {
    expect(beginAttempt(undefined, ref, told, NOW, 20_000)).toEqual({
      verdict: 'SEND',
      mayBePosted: false,
      notification: {
        ...ref,
        ...told,
        status: 'PENDING',
        attempts: 1,
        isInDoubt: true,
        leasedUntil: NOW + 20_000,
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
        revision: 1,
        schemaVersion: 1,
      },
    });
  });

  it('waits while the one before it may be running', () => {
    expect(beginAttempt(firstAttempt(), ref, told, NOW + 19_999, 20_000)).toEqual({
      verdict: 'BUSY',
      until: NOW + 20_000,
    });
  });

  it('looks first when the one before it was never heard of again', () => {
    const attempt = beginAttempt(firstAttempt(), ref, told, NOW + 20_000, 20_000);
    expect(attempt).toMatchObject({
      verdict: 'SEND',
      mayBePosted: true,
      notification: { attempts: 2, revision: 2, createdAt: '2026-03-01T12:00:00.000Z' },
    });
  });

  it('has nothing to do once the message is sent', () => {
    const sent = markSent(firstAttempt(), '1.0001', NOW + 1_000);
    expect(beginAttempt(sent, ref, told, NOW + 2_000, 20_000)).toEqual({
      verdict: 'ALREADY_SENT',
      messageId: '1.0001',
    });
  });

  it.each([
    [integrationErrors.rate_limited(), 'PENDING', false],
    [integrationErrors.unavailable(), 'PENDING', true],
    [integrationErrors.reply_invalid(), 'PENDING', true],
    [new Error('bug'), 'PENDING', true],
    [integrationErrors.refused(), 'FAILED', false],
    [integrationErrors.unauthorized(), 'FAILED', false],
    [integrationErrors.expired(), 'FAILED', false],
    [integrationErrors.address_refused(), 'FAILED', false],
  ])('after %s finds %s and looks first: %s', (error, status, mayBePosted) => {
    const after = failed(error);
    expect(after.status).toBe(status);
    expect(beginAttempt(after, ref, told, NOW + 1_000, 20_000)).toMatchObject({ verdict: 'SEND', mayBePosted });
  });

  it('keeps what a service said, and not what broke inside', () => {
    expect(failed(integrationErrors.refused({ detail: 'channel_not_found' })).error).toBe('channel_not_found');
    expect(failed(new Error('token xoxb-1 in a stack')).error).toBe('unexpected error');
  });
});

describe('a message that waits for its turn', () => {
  const waiting = markWaiting(undefined, ref, told, NOW + 5_000, NOW);

  it('has not been tried', () => {
    expect(waiting).toMatchObject({
      status: 'PENDING',
      attempts: 0,
      isInDoubt: false,
      slotAt: NOW + 5_000,
      revision: 1,
    });
  });

  it('gives its place up when it is sent', () => {
    const attempt = beginAttempt(waiting, ref, told, NOW + 5_000, 20_000);
    expect(attempt).toMatchObject({ verdict: 'SEND', mayBePosted: false, notification: { attempts: 1, revision: 2 } });
    expect(attempt.verdict === 'SEND' && attempt.notification.slotAt).toBeUndefined();
  });
});

describe('redelivery', () => {
  const dead = failed(integrationErrors.refused());

  it('is for what failed', () => {
    expect(() => assertMayRedeliver(dead)).not.toThrow();
  });

  it.each([
    ['is sent', markSent(firstAttempt(), '1', NOW), 'It was sent.'],
    ['is still tried', firstAttempt(), 'It is still being sent.'],
    ['does not know its event', { ...dead, event: undefined } as unknown as Notification, /event was not stored/],
  ])('is refused for what %s', (_, notification, detail) => {
    expect(() => assertMayRedeliver(notification)).toThrow(detail);
  });
});

describe('an id', () => {
  it.each(['releases', 'comment:APP-1', 'odd~purpose'])('names %s and is read back', (purpose) => {
    const { about, channel } = ref;
    expect(readNotificationId(notificationIdOf({ ...ref, purpose }))).toEqual({ about, channel, purpose });
  });

  it.each(['', 'a', 'a~SLACK', 'a~PIGEON~releases', '~SLACK~releases'])('%j names nothing', (id) => {
    expect(readNotificationId(id)).toBeUndefined();
  });
});
