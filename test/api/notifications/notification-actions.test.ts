// The action of each notification says what its redelivery answers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/notifications/manifest.ts';
import { TENANT_ID } from '../../support/http.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { type Fixture, RELEASE_ID, startNotifications } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startNotifications();
  for (const outcome of ['SENT', 'FAILED', 'PENDING'] as const) {
    await fixture.add(`of-release-${outcome}`, outcome);
    await fixture.add(`of-tenant-${outcome}`, outcome, TENANT_ID);
  }
});
afterAll(() => fixture.stop());

describe('the actions of notifications', () => {
  it.each(
    ROLES.flatMap((role) =>
      [`/releases/${RELEASE_ID}/notifications`, '/notifications'].map((path) => [role, path] as const),
    ),
  )('are true for the role %s in %s', async (role, path) => {
    const { body } = await fixture.call({ role, method: 'GET', path });
    expect(body.items).toHaveLength(3);
    for (const { id, actions } of body.items) {
      await expectTrue(
        fixture.call,
        manifest,
        { role },
        { actions, params: { release: RELEASE_ID, notification: id } },
      );
    }
  });
});
