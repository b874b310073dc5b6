// The log of notifications, and redeliveries.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { type Fixture, NOW, NOW_ISO, RELEASE_ID, startNotifications } from './fixture.ts';

let api: Fixture;
beforeEach(async () => {
  api = await startNotifications();
});
afterEach(() => api.stop());

const MISSING = '0192f000-0000-7000-8000-00000000dead';
const log = (release: string) => `/releases/${release}/notifications`;
const list = (query = '', release = RELEASE_ID) =>
  api.call({ role: 'VIEWER', method: 'GET', path: `${log(release)}${query}` });
const other = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };

describe('listReleaseNotifications', () => {
  it('shows status, attempts and errors, those about the latest events first', async () => {
    await api.add('event-1', 'SENT');
    await api.add('event-2', 'FAILED');
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { id: 'event-2~SLACK~releases', status: 'FAILED', error: 'channel_not_found', messageId: null },
      {
        id: 'event-1~SLACK~releases',
        status: 'SENT',
        channel: 'SLACK',
        purpose: 'releases',
        eventType: 'ReleaseKickedOff',
        attempts: 1,
        error: null,
        address: 'C1',
        messageId: '1.0001',
        at: '2026-03-01T11:59:00.000Z',
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('"event"');
  });

  it('is paged', async () => {
    for (const about of ['event-1', 'event-2', 'event-3']) await api.add(about, 'SENT');
    const first = (await list('?limit=2')).body;
    const second = (await list(`?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id.slice(0, 7))).toEqual([
      'event-3',
      'event-2',
      'event-1',
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ['?status=FAILED', ['event-4', 'event-2']],
    ['?status=FAILED&channel=SLACK', ['event-4', 'event-2']],
    ['?status=SENT', ['event-3', 'event-1']],
    ['?status=PENDING', []],
    ['?channel=JIRA', []],
  ])('shows with %s only those', async (query, expected) => {
    for (const about of ['event-1', 'event-3']) await api.add(about, 'SENT');
    for (const about of ['event-2', 'event-4']) await api.add(about, 'FAILED');
    const { body } = await list(query);
    expect(body.items.map(({ id }: { id: string }) => id.slice(0, 7))).toEqual(expected);
    expect(body.nextCursor).toBeNull();
  });

  it('fills filtered pages, and goes on with the same filter alone', async () => {
    for (const about of ['event-1', 'event-2', 'event-4']) await api.add(about, 'FAILED');
    for (const about of ['event-3', 'event-5']) await api.add(about, 'SENT');
    const first = (await list('?status=FAILED&limit=2')).body;
    const second = (await list(`?status=FAILED&limit=2&cursor=${first.nextCursor}`)).body;
    expect([first, second].map(({ items }) => items.map(({ id }: { id: string }) => id.slice(0, 7)))).toEqual([
      ['event-4', 'event-2'],
      ['event-1'],
    ]);
    expect(second.nextCursor).toBeNull();
    expect(await list(`?limit=2&cursor=${first.nextCursor}`)).toMatchObject({ status: 400 });
  });

  it.each(['?status=LOST', '?channel=PIGEON'])('answers 400 request.invalid to %s', async (query) => {
    expect((await list(query)).body).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  it('does not show what has expired', async () => {
    await api.add('event-1', 'SENT', RELEASE_ID, NOW - 91 * 86_400_000);
    expect((await list()).body.items).toEqual([]);
  });

  it('answers 404 for a release that there is not, or of another tenant', async () => {
    const missing = await list('', MISSING);
    const foreign = await api.call({ role: 'VIEWER', method: 'GET', path: log(RELEASE_ID), ...other });
    expect([missing.status, foreign.status]).toEqual([404, 404]);
    expect(foreign.body).toEqual(missing.body);
  });
});

describe.each([
  { channel: 'EMAIL', purpose: 'releases', address: 'team@acme.example, ada@acme.example' },
  { channel: 'LINEAR', purpose: 'comment:APP-1', address: 'APP-1' },
] as const)('a notification through $channel', (place) => {
  const { channel, purpose, address } = place;
  const id = `event-1~${channel}~${purpose}`;

  it('is shown with where it went', async () => {
    await api.add('event-1', 'SENT', RELEASE_ID, NOW - 60_000, place);
    expect((await list()).body.items).toMatchObject([{ id, channel, purpose, address, status: 'SENT' }]);
  });

  it.each([
    ['by its id', `${log(RELEASE_ID)}/${id}/redeliver`, undefined],
    ['with all that failed', '/notifications/redeliver-failed', {}],
  ])('that failed is asked for again %s', async (_, path, body) => {
    const ref = await api.add('event-1', 'FAILED', RELEASE_ID, NOW - 60_000, place);
    const reply = await api.call({ role: 'LEAD', method: 'POST', path, ...(body && { body }) });
    expect(reply.status).toBe(202);
    expect(await api.store.find(ref)).toMatchObject({ status: 'PENDING' });
    expect(await api.events()).toMatchObject([
      { type: 'NotificationRedeliveryRequested', data: { about: 'event-1', channel, purpose } },
    ]);
  });
});

describe('redeliverNotification', () => {
  const again = (id: string, headers = {}, role: 'DEVELOPER' | 'VIEWER' | 'CI' = 'DEVELOPER') =>
    api.call({ role, method: 'POST', path: `${log(RELEASE_ID)}/${id}/redeliver`, headers });

  it('takes what failed off the list and asks its notifier, in one transaction', async () => {
    const ref = await api.add('event-1', 'FAILED');
    const { status, body } = await again('event-1~SLACK~releases');
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'PENDING', at: NOW_ISO } });
    expect(await api.store.find(ref)).toMatchObject({ status: 'PENDING', revision: 3 });
    expect((await api.items()).filter(({ gsi1pk }) => String(gsi1pk).includes('FAILED'))).toEqual([]);
    expect(await api.events()).toMatchObject([
      {
        type: 'NotificationRedeliveryRequested',
        data: { subjectId: RELEASE_ID, about: 'event-1', channel: 'SLACK', purpose: 'releases' },
      },
    ]);
    expect(await api.audit()).toMatchObject([{ action: 'notification.redelivery_requested', resourceId: RELEASE_ID }]);
  });

  it('asks once for one Idempotency-Key, and answers the same', async () => {
    await api.add('event-1', 'FAILED');
    const first = await again('event-1~SLACK~releases', { 'idempotency-key': 'k' });
    const second = await again('event-1~SLACK~releases', { 'idempotency-key': 'k' });
    expect(second.text).toBe(first.text);
    expect(await api.events()).toHaveLength(1);
  });

  it('asks once when two ask at the same time', async () => {
    await api.add('event-1', 'FAILED');
    const replies = await Promise.all([again('event-1~SLACK~releases'), again('event-1~SLACK~releases')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([202, 409]);
    expect(await api.events()).toHaveLength(1);
  });

  it.each([
    ['was sent', 'SENT'],
    ['is still tried', 'PENDING'],
  ] as const)('answers 409 notification.not_redeliverable for what %s', async (_, outcome) => {
    await api.add('event-1', outcome);
    const { status, body } = await again('event-1~SLACK~releases');
    expect([status, body.code]).toEqual([409, 'notification.not_redeliverable']);
  });

  it.each(['event-1~SLACK~releases', 'nonsense', 'event-1~PIGEON~releases'])('answers 404 for %s', async (id) => {
    expect((await again(id)).body).toMatchObject({ status: 404, code: 'notification.not_found' });
  });

  it.each(['VIEWER', 'CI'] as const)('is refused to %s', async (role) => {
    await api.add('event-1', 'FAILED');
    expect((await again('event-1~SLACK~releases', {}, role)).status).toBe(403);
  });
});

const inSlack = { channel: 'SLACK', purpose: 'incidents:slack-1', address: 'C9' } as const;

describe('listTenantNotifications', () => {
  const listOwn = (query = '', request = {}) =>
    api.call({ role: 'VIEWER', method: 'GET', path: `/notifications${query}`, ...request });

  it('shows what is about no release, those about the latest events first', async () => {
    await api.add('event-1', 'SENT');
    await api.add('event-2', 'SENT', TENANT_ID, NOW - 60_000, inSlack);
    await api.add('event-3', 'FAILED', TENANT_ID, NOW - 60_000, inSlack);
    const { status, body } = await listOwn();
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { id: 'event-3~SLACK~incidents:slack-1', status: 'FAILED', error: 'channel_not_found' },
      { id: 'event-2~SLACK~incidents:slack-1', status: 'SENT', address: 'C9' },
    ]);
    expect((await listOwn('?status=FAILED&limit=1')).body.items).toHaveLength(1);
  });

  it('shows nothing of another tenant', async () => {
    await api.add('event-2', 'SENT', TENANT_ID, NOW - 60_000, inSlack);
    expect((await listOwn('', other)).body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['?limit=0', '?status=LOST', '?release=1'])('answers 400 to %s', async (query) => {
    expect((await listOwn(query)).status).toBe(400);
  });
});

describe('redeliverTenantNotification', () => {
  const again = (id: string, role: 'LEAD' | 'DEVELOPER' | 'VIEWER' | 'CI' = 'LEAD') =>
    api.call({ role, method: 'POST', path: `/notifications/${id}/redeliver` });
  const id = 'event-1~SLACK~incidents:slack-1';

  it('takes what failed off the list and asks its notifier', async () => {
    const ref = await api.add('event-1', 'FAILED', TENANT_ID, NOW - 60_000, inSlack);
    expect(await again(id)).toMatchObject({ status: 202, body: { id, status: 'PENDING', at: NOW_ISO } });
    expect(await api.store.find(ref)).toMatchObject({ status: 'PENDING', revision: 3 });
    expect(await api.events()).toMatchObject([
      {
        type: 'NotificationRedeliveryRequested',
        data: { subjectId: TENANT_ID, about: 'event-1', channel: 'SLACK', purpose: 'incidents:slack-1' },
      },
    ]);
    expect(await api.audit()).toMatchObject([
      { action: 'notification.redelivery_requested', resourceType: 'Tenant', resourceId: TENANT_ID },
    ]);
  });

  it('answers 409 for what was sent, and 404 for what there is not', async () => {
    await api.add('event-1', 'SENT', TENANT_ID, NOW - 60_000, inSlack);
    await api.add('event-2', 'FAILED');
    const replies = [await again(id), await again('event-2~SLACK~releases'), await again('nonsense')];
    expect(replies.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'notification.not_redeliverable'],
      [404, 'notification.not_found'],
      [404, 'notification.not_found'],
    ]);
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('is refused to %s', async (role) => {
    await api.add('event-1', 'FAILED', TENANT_ID, NOW - 60_000, inSlack);
    expect((await again(id, role)).status).toBe(403);
  });
});

describe('redeliverFailedNotifications', () => {
  const again = (body: object = {}, request = {}) =>
    api.call({ role: 'LEAD', method: 'POST', path: '/notifications/redeliver-failed', body, ...request });

  it('asks for all that failed and nothing else, of every log', async () => {
    await api.add('event-1', 'FAILED', RELEASE_ID, NOW - 3_000);
    await api.add('event-2', 'SENT');
    await api.add('event-3', 'PENDING');
    await api.add('event-4', 'FAILED', MISSING, NOW - 2_000);
    const { status, body } = await again();
    expect(status).toBe(202);
    expect(body).toEqual({
      items: [
        { id: 'event-1~SLACK~releases', subjectId: RELEASE_ID },
        { id: 'event-4~SLACK~releases', subjectId: MISSING },
      ],
      nextCursor: null,
    });
    expect((await api.events()).map(({ data }) => data.about).sort()).toEqual(['event-1', 'event-4']);
  });

  it('needs no body, and takes forty at once', async () => {
    for (let index = 0; index < 41; index += 1) await api.add(`event-${index}`, 'FAILED', RELEASE_ID, NOW - 1_000);
    const { status, body } = await api.call({ role: 'LEAD', method: 'POST', path: '/notifications/redeliver-failed' });
    expect([status, body.items.length]).toEqual([202, 40]);
    expect(body.nextCursor).not.toBeNull();
  });

  it('goes page by page', async () => {
    for (const about of ['event-1', 'event-2', 'event-3']) await api.add(about, 'FAILED');
    const first = (await again({ limit: 2 })).body;
    const second = (await again({ limit: 2, cursor: first.nextCursor })).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(await api.events()).toHaveLength(3);
  });

  it('is nothing to do when nothing failed', async () => {
    expect((await again()).body).toEqual({ items: [], nextCursor: null });
    expect(await api.events()).toEqual([]);
  });

  it('leaves those of another tenant alone', async () => {
    await api.add('event-1', 'FAILED');
    expect((await again({}, other)).body.items).toEqual([]);
  });

  it.each([{ limit: 41 }, { limit: 0 }, { cursor: '' }, { channel: 'SLACK' }])('answers 400 to %j', async (body) => {
    expect((await again(body)).status).toBe(400);
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('is refused to %s', async (role) => {
    expect((await again({}, { role })).status).toBe(403);
  });
});
