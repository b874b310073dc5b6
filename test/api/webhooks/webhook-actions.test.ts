// The actions of webhooks and of their deliveries say what their operations answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../../functions/webhooks/manifest.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { type Fixture, startWebhooks } from './fixture.ts';

let fixture: Fixture;
let webhook: string;
beforeAll(async () => {
  fixture = await startWebhooks();
  webhook = (await fixture.create()).id;
  await fixture.addFailed(webhook, 'event-1');
  await fixture.addFailed(webhook, 'event-2');
  const [{ id }] = (await fixture.asLead('GET', `/webhooks/${webhook}/deliveries`)).body.items;
  await fixture.asLead('POST', `/webhooks/${webhook}/deliveries/${id}/redeliver`);
});
afterAll(() => fixture.stop());

const asks = [{ role: 'ADMIN' }, { role: 'LEAD' }, { role: 'LEAD', scopes: 'webhooks:read' }] as const;

describe.each(asks)('to %j the actions', (ask) => {
  const read = (path: string) => fixture.call({ ...ask, method: 'GET', path });

  it('of a webhook are true', async () => {
    const { actions } = (await read(`/webhooks/${webhook}`)).body;
    const bodies = { updateWebhook: { isActive: false } };
    await expectTrue(fixture.call, manifest, ask, { actions, params: { webhook }, bodies });
  });

  it('of deliveries are true', async () => {
    const { items } = (await read(`/webhooks/${webhook}/deliveries`)).body;
    expect(items).toHaveLength(2);
    for (const { id, actions } of items) {
      await expectTrue(fixture.call, manifest, ask, { actions, params: { webhook, delivery: id } });
    }
  });
});
