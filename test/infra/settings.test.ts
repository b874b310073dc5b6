// The CDK context: what each name may be, what it is when nobody says, and what is refused.
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const read = (context: Readonly<Record<string, unknown>>) => readSettings((name) => context[name]);

describe('settings', () => {
  test.each([
    ['stage is dev', {}, { stage: 'dev', isProtected: false, nag: true }],
    [
      'stage local allows loopback and skips cdk-nag',
      { stage: 'local' },
      { allowedOutboundHosts: ['127.0.0.1'], nag: false },
    ],
    [
      'any other stage is protected and allows no private host',
      { stage: 'prod' },
      { isProtected: true, allowedOutboundHosts: [] },
    ],
    ['cdk-nag can be asked for', { stage: 'local', nag: 'true' }, { nag: true }],
    [
      'lists come as text',
      { corsOrigins: 'https://a.example, https://b.example' },
      { corsOrigins: ['https://a.example', 'https://b.example'] },
    ],
    ['lists come as lists', { allowedOutboundHosts: ['ci.corp'] }, { allowedOutboundHosts: ['ci.corp'] }],
    [
      'days come as text',
      { logRetentionDays: '30', archiveRetentionDays: '7' },
      { logRetention: 30, archiveRetentionDays: 7 },
    ],
    [
      'a domain comes with its certificate',
      { domain: 'w.example', certificateArn: 'arn:aws:acm:x' },
      { domain: { name: 'w.example', certificateArn: 'arn:aws:acm:x' } },
    ],
  ])('%s', (_, context, expected) => {
    expect(read(context)).toMatchObject(expected);
  });

  test.each([
    ['a stage that cannot be part of a name', { stage: 'Prod 1' }, /stage:/],
    ['a domain without a certificate', { domain: 'w.example' }, /domain and certificateArn go together/],
    ['a retention that CloudWatch does not know', { logRetentionDays: 31 }, /logRetentionDays: must be one of 1, 3,/],
    ['an address that is none', { alarmEmail: 'nobody' }, /alarmEmail:/],
  ])('refuse %s', (_, context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
