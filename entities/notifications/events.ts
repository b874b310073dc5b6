// Events that come from people in a chat, which the approvals domain consumes, and about notifications themselves.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';
import { CHAT_ACTIONS } from '../releases/lifecycle/status.model.ts';
import { CHANNELS } from './channel.model.ts';

/** Between parts of Windlass: the requests from a chat carry a capability of the person who pressed. */
const INTERNAL = { isPublic: false };

/** The person and the place of a request that came by a chat. */
const spoken = {
  externalUserId: z.string(),
  provider: z.literal('slack'),
  /** The integration that the request was signed for. Absent in older events. */
  integrationId: z.string().optional(),
  /** The workspace that the request names. */
  workspaceId: z.string().max(64).optional(),
  /** Where an answer to that person may be posted, for 30 minutes. */
  responseUrl: z.url().optional(),
};

/** Somebody pressed approve or reject; whether that person may decide is still to be found out. */
export const ApprovalDecisionRequested = defineEvent(
  'chat',
  'ApprovalDecisionRequested',
  1,
  () =>
    z.object({
      approvalId: z.string(),
      action: z.enum(['APPROVED', 'REJECTED']),
      ...spoken,
    }),
  INTERNAL,
);

/** Somebody typed a command about a release; whether that person may give it is checked later. */
export const ReleaseActionRequested = defineEvent(
  'chat',
  'ReleaseActionRequested',
  1,
  () =>
    z.object({
      releaseId: z.string(),
      action: z.enum(CHAT_ACTIONS),
      /** The regression cycle that the person saw. */
      cycle: z.number().int(),
      ...spoken,
    }),
  INTERNAL,
);

/** Somebody wants a notification that failed to be tried again; the notifier of its channel does. */
export const NotificationRedeliveryRequested = defineEvent(
  'notifications',
  'NotificationRedeliveryRequested',
  1,
  () =>
    z.object({
      /** In whose log it is: a release's, a webhook's, or the tenant's own. */
      subjectId: z.string(),
      about: z.string(),
      channel: z.enum(CHANNELS),
      purpose: z.string(),
    }),
  INTERNAL,
);

export const NotificationSettingsUpdated = defineEvent('notifications', 'NotificationSettingsUpdated', 1, () =>
  z.object({ revision: z.number().int() }),
);
