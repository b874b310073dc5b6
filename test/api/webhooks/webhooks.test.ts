// Webhooks: creation, change, rotation, deletion, deactivation by the receiver; and their deliveries.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BODY, type Fixture, inOtherTenant, MISSING_ID, NOW, NOW_ISO, startWebhooks } from './fixture.ts';

let api: Fixture;
beforeEach(async () => {
  api = await startWebhooks();
});
afterEach(() => api.stop());

const pathOf = (id: string) => `/webhooks/${id}`;
const SECRET = /^whsec_[A-Za-z0-9+/]{43}=$/;

describe('createWebhook', () => {
  it('answers the webhook with its secret, which is kept sealed alone', async () => {
    const { status, body, headers } = await api.asLead('POST', '/webhooks', BODY);
    expect(status).toBe(201);
    expect(headers.location).toMatch(new RegExp(`/webhooks/${body.id}$`));
    expect(body).toEqual({
      ...{ id: body.id, ...BODY, description: null, isActive: true, disabledReason: null, revision: 1 },
      ...{ createdAt: NOW_ISO, updatedAt: NOW_ISO, secret: expect.stringMatching(SECRET) },
      actions: expect.any(Array),
    });
    expect(await api.opened(body.id)).toEqual({ secret: body.secret });
    expect(await api.eventsOf(body.id)).toEqual(['WebhookCreated']);
    expect(await api.auditOf(body.id)).toEqual(['webhook.created']);
    expect(JSON.stringify(await api.items())).not.toContain(body.secret);
  });

  it('takes no URL without TLS, nor a change to one, but for hosts that the deployment lists (S15)', async () => {
    const own = await startWebhooks(['hooks.corp']);
    const plain = { ...BODY, url: 'http://hooks.example/x' };
    const refusal = {
      status: 422,
      body: { code: 'integration.address_refused', fields: [{ path: 'url', code: 'integration.plain_http' }] },
    };
    expect(await own.asLead('POST', '/webhooks', plain)).toMatchObject(refusal);
    const { id } = await own.create({ url: 'http://hooks.corp/x' });
    expect(await own.asLead('PATCH', pathOf(id), { url: plain.url })).toMatchObject(refusal);
    await own.stop();
  });

  it('does not show the secret again when an Idempotency-Key repeats the request, nor keep it for that', async () => {
    const first = await api.create({}, { 'idempotency-key': 'k' });
    const second = await api.create({}, { 'idempotency-key': 'k' });
    expect(second).toEqual({ ...first, secret: null });
    expect(JSON.stringify(await api.items())).not.toContain(first.secret);
  });

  it('stores twenty of forty that are asked for at once (S14)', async () => {
    const own = await startWebhooks();
    const replies = await Promise.all(Array.from({ length: 40 }, () => own.asLead('POST', '/webhooks', BODY)));
    const stored = (await own.asLead('GET', '/webhooks?limit=100')).body.items;
    expect(stored).toHaveLength(20);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(replies.filter(({ body }) => body.code === 'webhook.limit_reached')).toHaveLength(20);
    await own.stop();
  });

  it('has room again for each that is deleted (S14)', async () => {
    const own = await startWebhooks();
    for (let made = 0; made < 20; made++) await own.create();
    const [first, second] = (await own.asLead('GET', '/webhooks?limit=2')).body.items;
    const drop = ({ id }: { id: string }) => own.asLead('DELETE', `/webhooks/${id}`);
    expect((await Promise.all([drop(first), drop(second)])).map(({ status }) => status)).toEqual([204, 204]);
    const replies = await Promise.all(Array.from({ length: 4 }, () => own.asLead('POST', '/webhooks', BODY)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    await own.stop();
  });

  it('answers 409 webhook.limit_reached to the twenty-first', async () => {
    for (let count = 0; count < 20; count++) await api.create();
    expect(await api.create()).toMatchObject({ status: 409, code: 'webhook.limit_reached' });
  });

  it.each([
    ['url', { url: 'ftp://acme.test' }],
    ['url', { url: 'https://user:password@acme.test' }],
    ['events', { events: [] }],
    ['events[0]', { events: ['no such form'] }],
    ['events[1]', { events: ['ReleaseReleased', 'ReleaseRelaesed'] }],
    // Not public: it carries what a person in a chat may do.
    ['events[0]', { events: ['ReleaseActionRequested'] }],
    ['events', { events: ['ReleaseReleased', 'ReleaseReleased'] }],
    ['secret', { secret: 'whsec_mine' }],
  ])('answers 400 to a wrong %s', async (path, over) => {
    const { status, body } = await api.asLead('POST', '/webhooks', { ...BODY, ...over });
    expect(status).toBe(400);
    expect(body.fields.map((field: { path: string }) => field.path)).toContain(path);
  });
});

describe('who may', () => {
  it.each([
    ['POST', '/webhooks'],
    ['GET', '/webhooks'],
    ['GET', pathOf(MISSING_ID)],
    ['PATCH', pathOf(MISSING_ID)],
    ['DELETE', pathOf(MISSING_ID)],
    ['POST', `${pathOf(MISSING_ID)}/rotate`],
    ['GET', `${pathOf(MISSING_ID)}/deliveries`],
    ['POST', `${pathOf(MISSING_ID)}/deliveries/a~WEBHOOK~event/redeliver`],
  ])('%s %s: a LEAD, of the own tenant', async (method, path) => {
    for (const role of ['DEVELOPER', 'VIEWER', 'CI'] as const) {
      expect((await api.call({ role, method, path })).status).toBe(403);
    }
    expect((await api.call({ method, path })).status).toBe(401);
  });

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/rotate'],
    ['GET', '/deliveries'],
    ['POST', '/deliveries/event-1~WEBHOOK~event/redeliver'],
  ])('%s …%s answers 404 for another tenant’s as for none', async (method, rest) => {
    const { id } = await api.create();
    const body = method === 'PATCH' ? { body: { isActive: false } } : {};
    const foreign = await api.call({ role: 'LEAD', method, path: pathOf(id) + rest, ...body, ...inOtherTenant });
    const missing = await api.call({ role: 'LEAD', method, path: pathOf(MISSING_ID) + rest, ...body });
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body).toEqual(missing.body);
  });
});

describe('listWebhooks', () => {
  it('shows them oldest first, without secrets, in pages', async () => {
    const created = [await api.create(), await api.create(), await api.create()];
    const first = (await api.asLead('GET', '/webhooks?limit=2')).body;
    const second = (await api.asLead('GET', `/webhooks?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(created.map(({ id }) => id));
    expect(JSON.stringify([first, second])).not.toContain('whsec_');
  });
});

describe('getWebhook', () => {
  it('shows it without its secret, with its revision', async () => {
    const { secret: _, ...shown } = await api.create();
    const { body, headers } = await api.asLead('GET', pathOf(shown.id));
    expect(body).toEqual(shown);
    expect(headers.etag).toMatch(/^"1\./);
  });
});

describe('updateWebhook', () => {
  it('changes what is said and leaves the rest', async () => {
    const { id } = await api.create({ description: 'ours' });
    const { status, body } = await api.asLead('PATCH', pathOf(id), { events: ['*'], isActive: false });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { ...BODY, events: ['*'], isActive: false, description: 'ours', revision: 2 },
    });
    expect((await api.asLead('GET', pathOf(id))).body).toEqual(body);
    expect(await api.eventsOf(id)).toEqual(['WebhookCreated', 'WebhookUpdated']);
    expect(await api.auditOf(id)).toEqual(['webhook.created', 'webhook.updated']);
  });

  it('answers 412 at another revision, and 400 to nothing', async () => {
    const { id } = await api.create();
    const stale = await api.asLead('PATCH', pathOf(id), { isActive: false }, { 'if-match': '"7"' });
    expect([stale.status, (await api.asLead('PATCH', pathOf(id), {})).status]).toEqual([412, 400]);
  });
});

describe('rotateWebhookSecret', () => {
  it('answers a new secret and keeps the old one for a day', async () => {
    const { id, secret } = await api.create();
    const { status, body } = await api.asLead('POST', `${pathOf(id)}/rotate`);
    expect(status).toBe(200);
    expect(body.secret).toMatch(SECRET);
    expect(await api.opened(id)).toEqual({
      secret: body.secret,
      previous: { secret, validUntil: NOW + 24 * 3_600_000 },
    });
    expect(await api.eventsOf(id)).toEqual(['WebhookCreated', 'WebhookSecretRotated']);
    const stored = JSON.stringify(await api.items());
    expect([stored.includes(secret), stored.includes(body.secret)]).toEqual([false, false]);
  });
});

describe('deleteWebhook', () => {
  it('removes it with its secret', async () => {
    const { id } = await api.create();
    expect((await api.asLead('DELETE', pathOf(id))).status).toBe(204);
    expect((await api.asLead('GET', pathOf(id))).status).toBe(404);
    expect((await api.items()).filter(({ pk }) => /#WEBHOOKS|#WEBHOOK_SECRETS/.test(String(pk)))).toEqual([]);
    expect(await api.eventsOf(id)).toEqual(['WebhookCreated', 'WebhookDeleted']);
  });
});

describe('listWebhookDeliveries', () => {
  it('shows those of this webhook', async () => {
    const [one, other] = [await api.create(), await api.create()];
    await api.addFailed(one.id);
    await api.addFailed(other.id, 'event-2');
    const { body } = await api.asLead('GET', `${pathOf(one.id)}/deliveries`);
    expect(body).toMatchObject({
      items: [
        { id: 'event-1~WEBHOOK~event', status: 'FAILED', channel: 'WEBHOOK', error: 'The receiver answered 410' },
      ],
      nextCursor: null,
    });
  });
});

describe('redeliverWebhookDelivery', () => {
  it('asks the notifier once, and is refused until that has failed too', async () => {
    const { id } = await api.create();
    await api.addFailed(id);
    const path = `${pathOf(id)}/deliveries/event-1~WEBHOOK~event/redeliver`;
    expect(await api.asLead('POST', path)).toMatchObject({ status: 202, body: { status: 'PENDING' } });
    expect((await api.asLead('POST', path)).body.code).toBe('notification.not_redeliverable');
    const missing = await api.asLead('POST', path.replace('event-1', 'event-9'));
    expect([missing.status, missing.body.code]).toEqual([404, 'notification.not_found']);
    expect(await api.eventsOf(id)).toEqual(['WebhookCreated', 'NotificationRedeliveryRequested']);
  });
});

describe('a receiver that is gone', () => {
  it('switches its webhook off, once', async () => {
    const { id } = await api.create();
    await api.receiverIsGone(id);
    await api.receiverIsGone(id);
    expect((await api.asLead('GET', pathOf(id))).body).toMatchObject({
      isActive: false,
      disabledReason: 'GONE',
      revision: 2,
    });
    expect(await api.eventsOf(id)).toEqual(['WebhookCreated', 'WebhookUpdated']);
    expect(await api.auditOf(id)).toEqual(['webhook.created', 'webhook.disabled']);
  });

  it('is forgiven when somebody switches it on again', async () => {
    const { id } = await api.create();
    await api.receiverIsGone(id);
    const { body } = await api.asLead('PATCH', pathOf(id), { isActive: true });
    expect(body).toMatchObject({ isActive: true, disabledReason: null });
  });

  it.each([
    ['was changed since', '2026-03-01T11:59:59.000Z', undefined],
    ['was deleted', undefined, MISSING_ID],
  ])('is no matter when the webhook %s', async (_, occurredAt, webhookId) => {
    const { id } = await api.create();
    await api.receiverIsGone(webhookId ?? id, occurredAt);
    expect((await api.asLead('GET', pathOf(id))).body.isActive).toBe(true);
  });
});
