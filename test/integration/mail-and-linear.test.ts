// Mail and Linear: the clients against the stand-ins, over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendMail } from '../../functions/_adapters/adapter.ts';
import { createEmailClient } from '../../functions/_adapters/email/email-client.ts';
import { createLinearClient } from '../../functions/_adapters/linear/linear-client.ts';
import { localOutbound } from '../support/http-service.ts';
import { type OutsideServer, startOutsideServer } from '../support/outside-server.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

describe('EMAIL', () => {
  /** As the AWS SDK sends it, but for the signature, which the stand-in cannot check either. */
  const sendTo =
    (accessKeyId: string): SendMail =>
    async ({ from, to, subject, text, html, eventId }) => {
      const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
      const credential = `${accessKeyId}/20260301/us-east-1/ses/aws4_request`;
      const reply = await localOutbound.request({
        method: 'POST',
        url: `${outside.origin}/_local/ses/v2/email/outbound-emails`,
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
        },
        body: {
          FromEmailAddress: from,
          Destination: { ToAddresses: to },
          Content: {
            Simple: {
              Subject: part(subject),
              Body: { Text: part(text), Html: part(html) },
              Headers: [{ Name: 'X-Windlass-Event-Id', Value: eventId }],
            },
          },
        },
      });
      if (reply.status !== 200) throw new Error(reply.headers['x-amzn-errortype'] ?? String(reply.status));
      return { messageId: (reply.json as { MessageId: string }).MessageId };
    };
  const message = { subject: 'Released 1.5.0', lines: ['All targets are released.'], links: [] };

  it('verifies by a mail to the simulator and mails the recipients of a purpose', async () => {
    const client = createEmailClient({ ...outside.contextOf('EMAIL'), send: sendTo('AKIDEXAMPLE') });
    expect(await client.verify()).toBe('Can send mail as releases@acme.example');
    const { messageId } = await client.post({ purpose: 'builds', message, eventId: 'event-1' });
    expect(messageId).toMatch(/^01000199/);
    expect(outside.received('ses').map(({ body }) => body)).toMatchObject([
      { Destination: { ToAddresses: ['success@simulator.amazonses.com'] } },
      { Destination: { ToAddresses: ['team@acme.example', 'ada@acme.example'] } },
    ]);
  });

  it.each([
    ['AKIDINVALID', {}, 'UnrecognizedClientException'],
    ['AKIDEXPIRED', {}, 'ExpiredTokenException'],
    ['AKIDEXAMPLE', { fromAddress: 'unverified@acme.example' }, 'MessageRejected'],
  ])('throws what its send throws (%s, %j)', async (accessKeyId, config, error) => {
    const client = createEmailClient({ ...outside.contextOf('EMAIL', { config }), send: sendTo(accessKeyId) });
    await expect(client.verify()).rejects.toThrow(error);
  });
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
