// The notifications domain: lists of notifications, requests to send failed ones again, and a tenant's switches by purpose and
// channel. The notifiers send them.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { METRICS } from '../../entities/names.ts';
import {
  listNotificationsQuery,
  notificationView,
  redeliverFailedBody,
  redeliverFailedView,
} from '../../entities/notifications/notification.model.ts';
import {
  notificationSettingsBody,
  notificationSettingsView,
} from '../../entities/notifications/notification-settings.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;
const lead = { role: 'LEAD', scope: 'notifications:write' } as const;
const redeliver = { role: 'DEVELOPER', scope: 'notifications:write' } as const;

export const manifest = defineManifest({
  domain: 'notifications',
  routes: {
    getNotificationSettings: {
      method: 'GET',
      path: '/notification-settings',
      summary: 'The purposes that are told through each channel; all of them until somebody changes it',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      status: 200,
      reply: notificationSettingsView,
    },
    updateNotificationSettings: {
      method: 'PUT',
      path: '/notification-settings',
      summary: 'Replaces the purposes that are told through each channel',
      access: lead,
      body: notificationSettingsBody,
      status: 200,
      reply: notificationSettingsView,
    },
    listReleaseNotifications: {
      method: 'GET',
      path: '/releases/{release}/notifications',
      summary: 'The notifications about a release, sent and failed; those about the latest events first',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      query: listNotificationsQuery,
      status: 200,
      reply: listOf(notificationView),
    },
    redeliverNotification: {
      method: 'POST',
      path: '/releases/{release}/notifications/{notification}/redeliver',
      summary: 'Has a notification that failed sent again, through its channel alone',
      access: redeliver,
      status: 202,
      reply: notificationView,
    },
    listTenantNotifications: {
      method: 'GET',
      path: '/notifications',
      summary: 'The notifications about no release: integrations that broke, and that work again; latest first',
      access: { role: 'VIEWER', scope: 'notifications:read', ci: true },
      query: listNotificationsQuery,
      status: 200,
      reply: listOf(notificationView),
    },
    redeliverTenantNotification: {
      method: 'POST',
      path: '/notifications/{notification}/redeliver',
      summary: 'Has one of those that failed sent again, into its chat alone',
      access: lead,
      status: 202,
      reply: notificationView,
    },
    redeliverFailedNotifications: {
      method: 'POST',
      path: '/notifications/redeliver-failed',
      summary:
        'Has notifications that failed sent again, of all releases and webhooks and of the tenant, the oldest failures first',
      access: lead,
      body: redeliverFailedBody,
      status: 202,
      reply: redeliverFailedView,
    },
  },
  subscriptions: {},
  alarms: {
    'not-told': {
      metrics: [METRICS.notTold],
      threshold: 5,
      impact: 'People, tickets or webhooks were not told what happened to releases; releases carry on.',
      runbook: 'messages-not-sent',
    },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see what was told, send it again, or switch notifications. Notifiers go on.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
    },
  },
});
