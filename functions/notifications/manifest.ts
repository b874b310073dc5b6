// The notifications domain: lists of notifications, redelivery of failed ones, and a tenant's switches by purpose and
// channel. The notifiers send the messages.
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { environment } from '../../entities/_base/environment.ts';
import { listOf, pageQuery } from '../../entities/_base/list.ts';
import { METRICS } from '../../entities/names.ts';
import { notificationErrors } from '../../entities/notifications/errors.ts';
import {
  listNotificationsQuery,
  notificationView,
  redeliverFailedBody,
  redeliverFailedView,
  unsentView,
} from '../../entities/notifications/notification.model.ts';
import {
  notificationSettingsBody,
  notificationSettingsView,
} from '../../entities/notifications/settings/notification-settings.model.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { not_found, not_redeliverable } = notificationErrors;
const { STAGE, TABLE_NAME } = environment;
const lead = { role: 'LEAD', scope: 'notifications:write' } as const;
const redeliver = { role: 'DEVELOPER', scope: 'notifications:write' } as const;

export const manifest = defineManifest({
  domain: 'notifications',
  routes: {
    getNotificationSettings: {
      method: 'GET',
      path: '/notification-settings',
      summary: 'The purposes that are switched on for each channel; all by default',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      status: 200,
      reply: notificationSettingsView,
    },
    updateNotificationSettings: {
      method: 'PUT',
      path: '/notification-settings',
      summary: 'Replaces the purposes that are switched on for each channel',
      access: lead,
      body: notificationSettingsBody,
      status: 200,
      reply: notificationSettingsView,
    },
    listReleaseNotifications: {
      method: 'GET',
      path: '/releases/{release}/notifications',
      summary: 'The notifications about a release, sent and failed, latest event first',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      query: listNotificationsQuery,
      errors: [releaseErrors.not_found],
      status: 200,
      reply: listOf(notificationView),
    },
    redeliverNotification: {
      method: 'POST',
      path: '/releases/{release}/notifications/{notification}/redeliver',
      summary: 'Sends a failed notification again, only through its channel',
      access: redeliver,
      errors: [not_found, not_redeliverable, releaseErrors.not_found],
      hasRevision: false,
      status: 202,
      reply: notificationView,
    },
    listTenantNotifications: {
      method: 'GET',
      path: '/notifications',
      summary:
        'The notifications that are not about a release, such as broken and recovered integrations, latest first',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      query: listNotificationsQuery,
      status: 200,
      reply: listOf(notificationView),
    },
    listUnsentNotifications: {
      method: 'GET',
      path: '/notifications/failed',
      summary:
        'The notifications about releases and the tenant that finally failed, latest failure first; those of webhooks are in their deliveries',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      query: z.strictObject(pageQuery),
      status: 200,
      reply: listOf(unsentView),
    },
    redeliverTenantNotification: {
      method: 'POST',
      path: '/notifications/{notification}/redeliver',
      summary: 'Sends one of the failed ones again, only to its chat',
      access: lead,
      errors: [not_found, not_redeliverable],
      hasRevision: false,
      status: 202,
      reply: notificationView,
    },
    redeliverFailedNotifications: {
      method: 'POST',
      path: '/notifications/redeliver-failed',
      summary:
        'Sends failed notifications of all releases, of all webhooks and of the tenant again, oldest failure first',
      access: lead,
      body: redeliverFailedBody,
      errors: [baseErrors.invalid_cursor],
      status: 202,
      reply: redeliverFailedView,
    },
  },
  subscriptions: {},
  alarms: {
    'not-told': {
      metrics: [METRICS.notTold],
      threshold: 5,
      impact: 'People, tickets or webhooks were not told about releases; releases continue.',
      runbook: 'messages-not-sent',
    },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see notifications, send them again, or switch them on or off. Notifiers continue.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
    },
  },
});
