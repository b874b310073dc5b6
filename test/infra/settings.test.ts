// The CDK context: the valid values of each name, its default, and refusals.
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
    [
      'nobody outside reports builds on the bus, and a tenant has its share (S17)',
      {},
      { ciSenders: [], tenantRequestsPerSecond: 50 },
    ],
    [
      'who reports builds are roles and accounts (S17)',
      { ciSenders: 'arn:aws:iam::123456789012:role/ci, 210987654321', tenantRequestsPerSecond: '20' },
      { ciSenders: ['arn:aws:iam::123456789012:role/ci', '210987654321'], tenantRequestsPerSecond: 20 },
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
    ['everybody as a sender (S17)', { ciSenders: ['*'] }, /ciSenders: must be ARNs of roles or users, or numbers/],
    ['an account as an operator (S17)', { busOperators: ['123456789012'] }, /busOperators: must be ARNs/],
    ['no share at all (S17)', { tenantRequestsPerSecond: 0 }, /tenantRequestsPerSecond:/],
    ['an address that is none', { alarmEmail: 'nobody' }, /alarmEmail:/],
  ])('refuse %s', (_, context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
