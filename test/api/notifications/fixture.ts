// The notifications API on a real table with a fixed clock, a release, and notifications as notifiers write them.
import { itemsOf } from '../../../entities/_base/table/items.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { createRawTable } from '../../../entities/_base/table/raw-table.ts';
import type { Channel } from '../../../entities/notifications/channel.model.ts';
import { notificationSettingsKeys } from '../../../entities/notifications/notification.keys.ts';
import { createNotificationRepo } from '../../../entities/notifications/notification.repo.ts';
import { createNotificationStore } from '../../../entities/notifications/notification.store.ts';
import { createNotificationSettingsRepo } from '../../../entities/notifications/settings/notification-settings.repo.ts';
import { createReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import { releaseDefinition } from '../../../entities/releases/release.entity.ts';
import { createReleaseRepo } from '../../../entities/releases/release.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/notifications/api.handler.ts';
import { manifest } from '../../../functions/notifications/manifest.ts';
import { apiCaller, strictKit, TENANT_ID } from '../../support/http.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const RELEASE_ID = '0192f000-0000-7000-8000-000000000e01';

const SLACK = { channel: 'SLACK', purpose: 'releases', address: 'C1' } as const;

export async function startNotifications() {
  const { table, items, stop } = await startTable();
  const raw = createRawTable(table.client, table.name);
  const store = createNotificationStore(raw);
  const call = apiCaller(
    manifest,
    httpHandler(
      manifest,
      operations,
      strictKit(table, () => NOW),
      {
        notifications: createNotificationRepo(table),
        settings: createNotificationSettingsRepo(table),
        releases: createReleaseRepo(table),
        releaseNames: createReleaseNamesRepo(table),
      },
    ),
  );
  const releases = itemsOf(table, releaseDefinition);
  await releases.send(
    releases.create({
      ...{ tenantId: TENANT_ID, releaseId: RELEASE_ID, releaseKey: 'app@1.0.0', service: 'app', version: '1.0.0' },
      ...{ releaseType: 'PLANNED', status: 'STARTED', isPaused: false, scmIntegrationId: 's', primaryTargetId: 't' },
      ...{ baseBranch: 'main', branchRelease: 'release/1.0.0', platforms: [], regressionCycle: 0, autoKickoff: false },
      ...{ isDelayed: false, createdByAccountId: 'u', createdAt: NOW_ISO, updatedAt: NOW_ISO, revision: 1 },
    }),
  );

  return {
    items,
    stop,
    call,
    store,

    /** A notification of an event, at the end of its first attempt. */
    async add(
      about: string,
      outcome: 'SENT' | 'FAILED' | 'PENDING',
      subjectId = RELEASE_ID,
      at = NOW - 60_000,
      place: { channel: Channel; purpose: string; address: string } = SLACK,
    ) {
      const { address, ...where } = place;
      const ref = { tenantId: TENANT_ID, subjectId, about, ...where };
      const told = { eventType: 'ReleaseKickedOff', event: JSON.stringify({ about }), address };
      const attempt = await store.begin(ref, told, at, 0);
      if (attempt.verdict !== 'SEND') throw new Error(attempt.verdict);
      if (outcome === 'SENT') await store.sent(attempt.notification, '1.0001', at);
      else {
        const failure = { error: 'channel_not_found', isInDoubt: false, isFinal: outcome === 'FAILED' };
        await store.failed(attempt.notification, failure, at);
      }
      return ref;
    },

    /** Changes the stored switches to those of an earlier version. */
    storeSwitches: async (switches: object) => {
      const known = await raw.get(keyOf(notificationSettingsKeys, { tenantId: TENANT_ID }));
      await raw.put({ ...known, ...keyOf(notificationSettingsKeys, { tenantId: TENANT_ID }), switches });
    },

    /** Outbox events, oldest first. */
    events: async () =>
      (await items())
        .filter(({ pk }) => String(pk).includes('#OUTBOX#'))
        .sort((one, other) => String(one.sk).localeCompare(String(other.sk)))
        .map((item) => ({ type: item.detailType, ...JSON.parse(String(item.detail)) })),

    audit: async () => (await items()).filter(({ pk }) => String(pk).includes('#AUDIT#')),
  };
}
export type Fixture = Awaited<ReturnType<typeof startNotifications>>;
