// Mail and Linear: the clients against the stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainError } from '../../entities/_base/errors.ts';
import { createEmailClient } from '../../functions/_adapters/email/email-client.ts';
import { createLinearClient } from '../../functions/_adapters/linear/linear-client.ts';
import { createMailer } from '../../functions/_kit/outbound/mailer.ts';
import { type OutsideServer, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

const mailerOf = (accessKeyId: string) =>
  createMailer({
    endpoint: `${outside.origin}/_local/ses`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });

describe('EMAIL', () => {
  const message = { subject: 'Released 1.5.0', lines: ['All targets are released.'], links: [] };

  it('verifies by a mail to the simulator and mails the recipients of a purpose', async () => {
    const client = createEmailClient({ ...outside.contextOf('EMAIL'), send: mailerOf('AKIDEXAMPLE') });
    expect(await client.verify()).toBe('Can send mail as releases@acme.example');
    const { messageId } = await client.post({ purpose: 'builds', message, eventId: 'event-1' });
    expect(messageId).toMatch(/^01000199/);
    expect(outside.received('ses').map(({ body }) => body)).toMatchObject([
      { Destination: { ToAddresses: ['success@simulator.amazonses.com'] } },
      { Destination: { ToAddresses: ['team@acme.example', 'ada@acme.example'] } },
    ]);
  });

  it.each([
    ['AKIDINVALID', {}, 'unauthorized', 'UnrecognizedClientException'],
    ['AKIDEXPIRED', {}, 'expired', 'ExpiredTokenException'],
    ['AKIDEXAMPLE', { fromAddress: 'unverified@acme.example' }, 'refused', 'Email address is not verified'],
  ])('sent by %s with %j is integration.%s', async (accessKeyId, config, code, words) => {
    const client = createEmailClient({ ...outside.contextOf('EMAIL', { config }), send: mailerOf(accessKeyId) });
    await expect(client.verify()).rejects.toMatchObject({
      code: `integration.${code}`,
      message: expect.stringContaining(words),
    });
  });
});

it.each([
  [{ rate: 1, status: 429, retryAfter: 2 }, 'rate_limited', 2],
  [{ rate: 1, status: 500 }, 'unavailable', undefined],
  [{ rate: 1, reset: true }, 'unavailable', undefined],
])('EMAIL among faults of %j is integration.%s and is not asked again by itself', async (fault, code, seconds) => {
  const before = outside.received('ses').length;
  outside.world.setFault('ses', JSON.stringify(fault));
  const client = createEmailClient({ ...outside.contextOf('EMAIL'), send: mailerOf('AKIDEXAMPLE') });
  const error = await client.verify().catch((thrown: unknown) => thrown);
  outside.world.setFault('ses', '{"rate":0}');
  expect(error).toMatchObject({ code: `integration.${code}` });
  expect((error as DomainError).details.retryAfterSeconds).toBe(seconds);
  expect(outside.received('ses')).toHaveLength(before + 1);
});

describe('LINEAR', () => {
  it('verifies, makes an issue, comments and closes it, each once', async () => {
    const client = createLinearClient(outside.contextOf('LINEAR'));
    expect(await client.verify()).toBe('windlass can see Team APP (APP)');
    const epic = { summary: 'Release 1.5.0\non iOS', description: 'See https://acme.example', marker: 'r-1:ios' };
    const made = await client.createEpic(epic);
    expect(made).toEqual({ key: 'APP-1', url: 'https://linear.app/acme/issue/APP-1' });
    expect(await client.createEpic(epic)).toEqual(made);
    expect(await client.createEpic({ ...epic, marker: 'r-1:android' })).toMatchObject({ key: 'APP-2' });
    for (let turn = 0; turn < 2; turn += 1) {
      await client.comment({ key: made.key, text: 'Kicked off', marker: 'event-1' });
      await client.transition({ key: made.key, name: 'done' });
    }
    await client.comment({ key: made.key, text: 'Kicked off', marker: 'event-2' });
    await client.transition({ key: made.key, name: 'Shipped' });
    const asked = outside
      .received('linear')
      .map(({ body }) => /^(query|mutation) (\w+)/.exec((body as { query: string }).query)?.[0]);
    const times = (operation: string) => asked.filter((one) => one === operation).length;
    expect(times('mutation WindlassCreateIssue')).toBe(2);
    expect(times('mutation WindlassCreateComment')).toBe(2);
    expect(times('mutation WindlassSetState')).toBe(1);
  });

  it('is refused for a team, an issue and a state that do not exist', async () => {
    const refused = { code: 'integration.refused' };
    const nowhere = createLinearClient(outside.contextOf('LINEAR', { config: { teamKey: 'NONE' } }));
    await expect(nowhere.verify()).rejects.toMatchObject(refused);
    await expect(nowhere.createEpic({ summary: 's', description: '', marker: 'm' })).rejects.toMatchObject(refused);
    const client = createLinearClient(outside.contextOf('LINEAR'));
    await expect(client.transition({ key: 'APP-99', name: 'Done' })).rejects.toMatchObject(refused);
    const { key } = await client.createEpic({ summary: 's', description: '', marker: 'm' });
    await expect(client.transition({ key, name: 'Shipped' })).rejects.toMatchObject({
      ...refused,
      details: { legal: ['Backlog', 'Todo', 'In Progress', 'Done', 'Canceled'] },
    });
  });
});
