// The webhook notifier: every event to every webhook that wants it, signed, until its receiver takes it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../../../../entities/_base/table/keys.ts';
import { ALL_ON } from '../../../../entities/notifications/settings/notification-settings.model.ts';
import { webhookKeys, webhookSecretKeys } from '../../../../entities/webhooks/webhook.keys.ts';
import { signWebhook } from '../../../../functions/_adapters/standard-webhook.ts';
import { createOutbound } from '../../../../functions/_kit/outbound/outbound.ts';
import { notifyWebhooks } from '../../../../functions/notifiers/webhook/notify-webhooks.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { type Answers, type HttpService, startHttpService } from '../../../support/services/http-service.ts';
import { busEvent, FACTS, type Notifier, OCCURRED_AT, startNotifier } from './fixture.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'event-ReleaseReleased';
const released = busEvent('ReleaseReleased', { releaseDate: '2026-03-01', tag: 'v1.5.0' });

let notifier: Notifier;
let receiver: HttpService;

async function answering(answers: Answers): Promise<void> {
  await receiver?.[Symbol.asyncDispose]();
  receiver = await startHttpService(answers);
}

async function addWebhook(webhookId: string, over: object = {}): Promise<void> {
  const { table } = notifier.deps;
  const known = { tenantId: TENANT_ID, webhookId };
  const url = `${receiver.url}/${webhookId}`;
  await table.put({ ...keyOf(webhookKeys, known), ...known, url, events: ['*'], isActive: true, ...over });
  await table.put({ ...keyOf(webhookSecretKeys, known), ...known, sealed: JSON.stringify({ secret: SECRET }) });
}

beforeEach(async () => {
  notifier = await startNotifier(notifyWebhooks);
  await answering({ '*': { status: 204 } });
});
afterEach(async () => {
  await receiver[Symbol.asyncDispose]();
  await notifier.stop();
});

describe('a receive', () => {
  it('is the event, signed', async () => {
    await addWebhook('hook-1');
    expect(await notifier.receive(released)).toBe('DONE');
    const { headers, text, json } = receiver.only('POST /hook-1');
    expect(json).toEqual({
      type: 'ReleaseReleased',
      timestamp: OCCURRED_AT,
      data: { ...FACTS, releaseDate: '2026-03-01', tag: 'v1.5.0' },
      id: ID,
      tenantId: TENANT_ID,
      actor: { type: 'USER', id: 'user-1', name: 'Ada Lovelace' },
      correlationId: 'correlation-1',
    });
    const timestamp = Date.parse(OCCURRED_AT) / 1000;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': ID,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(SECRET, { id: ID, timestamp, body: text }),
    });
  });

  it('goes to every webhook that wants the event, and to no other', async () => {
    await addWebhook('all');
    await addWebhook('named', { events: ['ReleaseReleased'] });
    await addWebhook('others', { events: ['ReleaseCreated'] });
    await addWebhook('off', { isActive: false });
    await notifier.receive(released);
    expect(receiver.calls().sort()).toEqual(['POST /all', 'POST /named']);
  });

  it('is of events that are about no release too', async () => {
    await addWebhook('hook-1');
    const event = busEvent('IntegrationDeleted');
    const detail = { ...event.detail, data: { integrationId: 'i1' } };
    expect(await notifier.receive({ ...event, source: 'windlass.integrations', detail })).toBe('DONE');
    expect(receiver.only('POST /hook-1').json).toMatchObject({ type: 'IntegrationDeleted' });
  });

  it.each([
    ['of a press in chat, which carries its answer URL', busEvent('ApprovalDecisionRequested', { responseUrl: 'x' })],
    ['of what happens to the webhook itself', busEvent('WebhookUpdated', { webhookId: 'hook-1' })],
  ])('is not made %s', async (_, event) => {
    await addWebhook('hook-1');
    expect(await notifier.receive(event)).toBe('DONE');
    expect(receiver.calls()).toEqual([]);
  });

  it('is not made of a purpose that the tenant has switched off', async () => {
    await addWebhook('hook-1');
    await notifier.switches({ webhooks: { ...ALL_ON.webhooks, releases: false } });
    await notifier.receive(released);
    await notifier.receive(busEvent('BuildTriggered', { pipelineIntegrationId: 'p1' }));
    expect(receiver.seen.map(({ json }) => (json as { type: string }).type)).toEqual(['BuildTriggered']);
  });

  it('is noted in the log of its webhook', async () => {
    await addWebhook('hook-1');
    await notifier.receive(released);
    expect((await notifier.notifications(ID)).event).toMatchObject({
      pk: `T#${TENANT_ID}#NOTIFICATIONS#hook-1`,
      status: 'SENT',
      channel: 'WEBHOOK',
      eventType: 'ReleaseReleased',
    });
  });
});

describe('a receiver', () => {
  it('that fails is asked again, with the same id, and others are not', async () => {
    await answering({ 'POST /bad': [{ status: 500 }, { status: 200 }], '*': { status: 204 } });
    await addWebhook('bad');
    await addWebhook('good');
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    notifier.wait(60);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(receiver.calls().sort()).toEqual(['POST /bad', 'POST /bad', 'POST /good']);
    expect(new Set(receiver.seen.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([ID]));
  });

  it('that asks for quiet is left in peace for as long', async () => {
    await answering({ '*': { status: 429, headers: { 'retry-after': '17' } } });
    await addWebhook('hook-1');
    await notifier.receive(released);
    expect(notifier.deferred).toEqual([17]);
  });

  it.each([304, 400, 401, 404, 503])('that answers %i has not taken it, and may yet', async (status) => {
    await answering({ '*': { status, headers: { location: '/elsewhere' } } });
    await addWebhook('hook-1');
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect((await notifier.notifications(ID)).event).toMatchObject({ status: 'PENDING', error: expect.any(String) });
  });

  it.each([301, 302, 303, 307, 308])('that answers %i is not followed, even on its own host', async (status) => {
    await answering({ 'POST /moved': { status, headers: { location: '/new' } }, '*': { status: 204 } });
    await addWebhook('moved');
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect(receiver.calls()).toEqual(['POST /moved']);
    expect((await notifier.notifications(ID)).event).toMatchObject({ status: 'PENDING', error: expect.any(String) });
  });

  it('that is Gone is reported, and the receive has failed', async () => {
    await answering({ '*': { status: 410 } });
    await addWebhook('hook-1');
    await notifier.receive(released);
    expect((await notifier.notifications(ID)).event).toMatchObject({ status: 'FAILED' });
    const said = (await notifier.items()).filter(({ pk }) => pk === `T#${TENANT_ID}#OUTBOX#hook-1`);
    expect(said).toMatchObject([{ __edb_e__: 'outboxEvent', detailType: 'WebhookEndpointRemoved' }]);
  });

  it('at an inner address is never called', async () => {
    await addWebhook('hook-1');
    const outboundOnce = createOutbound({ allowedHosts: [] });
    expect(await notifier.receive(released, 1, { outboundOnce })).toBe('PUT_BACK');
    expect(receiver.calls()).toEqual([]);
    expect((await notifier.notifications(ID)).event).toMatchObject({ status: 'FAILED' });
  });
});

describe('a redelivery', () => {
  it('goes to its webhook alone', async () => {
    await answering({ '*': [{ status: 410 }, { status: 200 }] });
    await addWebhook('hook-1');
    await notifier.receive(released);
    await addWebhook('hook-2');
    const asking = busEvent('NotificationRedeliveryRequested', {}, 'asking');
    const data = { subjectId: 'hook-1', about: ID, channel: 'WEBHOOK', purpose: 'event' };
    expect(await notifier.receive({ ...asking, detail: { ...asking.detail, data } })).toBe('DONE');
    expect(receiver.calls()).toEqual(['POST /hook-1', 'POST /hook-1']);
    expect((await notifier.notifications(ID)).event).toMatchObject({ status: 'SENT', attempts: 2 });
  });
});
