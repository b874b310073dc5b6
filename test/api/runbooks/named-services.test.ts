// A service that a runbook names stays: its deletion is refused and names the runbooks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRunbooks } from './fixture.ts';

let stage: Awaited<ReturnType<typeof startRunbooks>>;
beforeAll(async () => {
  stage = await startRunbooks();
});
afterAll(() => stage.stop());
const remove = (slug: string) => stage.world.asLead('DELETE', `/services/${slug}`);

describe('a service that a runbook names', () => {
  it('is deleted when no runbook names it any more, edited or deleted', async () => {
    const [edited, deleted] = [
      await stage.create({ service: 'asked', title: 'One' }),
      await stage.create({ title: 'Two' }),
    ];
    expect((await stage.asDeveloper('PATCH', `/runbooks/${deleted}`, { service: 'asked' })).status).toBe(200);
    const refused = await remove('asked');
    expect([refused.status, refused.body.code, refused.body.useCount]).toEqual([409, 'service.in_use', 2]);
    expect(refused.body.runbooks).toEqual([
      { runbookId: deleted, title: 'Two' },
      { runbookId: edited, title: 'One' },
    ]);
    expect(refused.body.detail).toBe('2 resources name it: Two, One');
    await stage.asDeveloper('PATCH', `/runbooks/${edited}`, { service: null });
    await stage.call({ role: 'LEAD', method: 'DELETE', path: `/runbooks/${deleted}` });
    expect((await remove('asked')).status).toBe(204);
  });

  it('and its deletion: one of a deletion and a new runbook comes true', async () => {
    for (let round = 0; round < 8; round++) {
      const service = `race-${round}`;
      await stage.world.service(service);
      const [created, deleted] = await Promise.all([
        stage.asDeveloper('POST', '/runbooks', { title: 'Restart', service }),
        remove(service),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([created.status, deleted.status]);
    }
  });

  it('is not held by the earlier revisions of a runbook, and cannot be restored once it is deleted', async () => {
    const id = await stage.create({ service: 'another' });
    await stage.asDeveloper('PATCH', `/runbooks/${id}`, { service: 'app' });
    expect((await remove('another')).status).toBe(204);
    const restored = await stage.asDeveloper('POST', `/runbooks/${id}/revisions/1/restore`);
    expect([restored.status, restored.body.code]).toEqual([422, 'service.unknown']);
  });
});
