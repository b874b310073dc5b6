// The notifications that finally failed, over all releases of the tenant.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { type Fixture, NOW, RELEASE_ID, startNotifications } from './fixture.ts';

let api: Fixture;
beforeEach(async () => {
  api = await startNotifications();
});
afterEach(() => api.stop());

const DELETED = '0192f000-0000-7000-8000-00000000dead';
const WEBHOOK_ID = '0192f000-0000-7000-8000-00000000b00c';
const IN_ANOTHER_MONTH_MS = 20 * 86_400_000;
const inSlack = { channel: 'SLACK', purpose: 'incidents:slack-1', address: 'C9' } as const;
const toWebhook = { channel: 'WEBHOOK', purpose: 'event', address: 'https://example.com' } as const;

interface Item {
  readonly id: string;
  readonly actions: { readonly name: string; readonly allowed: boolean }[];
}
const list = (query = '', request = {}) =>
  api.call({ role: 'LEAD', method: 'GET', path: `/notifications/failed${query}`, ...request });
const events = ({ body }: { body: { items: Item[] } }) => body.items.map(({ id }) => id.split('~')[0]);

describe('listUnsentNotifications', () => {
  it('shows those of releases and of the tenant, the latest failure first, each with its release and redelivery', async () => {
    await api.add('event-1', 'FAILED', RELEASE_ID, NOW - 3_000);
    await api.add('event-2', 'FAILED', TENANT_ID, NOW - 1_000, inSlack);
    await api.add('event-3', 'FAILED', DELETED, NOW - 2_000);
    await api.add('event-4', 'SENT');
    await api.add('event-5', 'PENDING');
    const { status, body } = await list();
    expect([status, body.nextCursor]).toEqual([200, null]);
    expect(body.items).toMatchObject([
      { id: 'event-2~SLACK~incidents:slack-1', release: null, error: 'channel_not_found' },
      { id: 'event-1~SLACK~releases', release: { id: RELEASE_ID, key: 'app@1.0.0' }, status: 'FAILED' },
    ]);
    const redeliveries = body.items.map(({ actions }: Item) => actions.map(({ name, allowed }) => [name, allowed]));
    expect(redeliveries).toEqual([[['redeliverTenantNotification', true]], [['redeliverNotification', true]]]);
  });

  it('says who may not send them again', async () => {
    await api.add('event-1', 'FAILED');
    const { body } = await list('', { role: 'VIEWER' });
    expect(body.items[0].actions).toMatchObject([{ allowed: false, code: 'request.forbidden' }]);
  });

  it('leaves the deliveries of webhooks out, and what was sent since', async () => {
    await api.add('event-1', 'FAILED', WEBHOOK_ID, NOW - 1_000, toWebhook);
    await api.add('event-2', 'FAILED');
    await api.add('event-3', 'FAILED');
    const again = `/releases/${RELEASE_ID}/notifications/event-2~SLACK~releases/redeliver`;
    expect((await api.call({ role: 'LEAD', method: 'POST', path: again })).status).toBe(202);
    expect(events(await list())).toEqual(['event-3']);
  });

  it('pages through all months, and past many failures of webhooks', async () => {
    await api.add('event-old', 'FAILED', RELEASE_ID, NOW - IN_ANOTHER_MONTH_MS);
    for (let index = 0; index < 120; index++) {
      await api.add(`event-${index}`, 'FAILED', WEBHOOK_ID, NOW - 1_000 * (index + 2), toWebhook);
    }
    await api.add('event-new', 'FAILED', RELEASE_ID, NOW - 1_000);
    const found: (string | undefined)[] = [];
    let cursor = '';
    let pages = 0;
    do {
      const { body } = await list(`?limit=20${cursor}`);
      found.push(...events({ body }));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      pages += 1;
    } while (cursor !== '' && pages < 3);
    expect(found).toEqual(['event-new', 'event-old']);
  });

  it('shows nothing of another tenant', async () => {
    await api.add('event-1', 'FAILED');
    const other = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    expect((await list('', other)).body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['?limit=0', '?status=FAILED', '?cursor=x'])('answers 400 to %s', async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});
