// Requests from people in a chat, which the domain of their subject consumes, and events about notifications.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { CHAT_ACTIONS } from '../releases/lifecycle/status.model.ts';
import { CHANNELS } from './channel.model.ts';

/** Not public: requests from a chat act in the name of the person who made them. */
const requestInChat = domainEvents('chat', { isPublic: false });

/** The person and chat of a request. */
const spoken = {
  externalUserId: z.string(),
  provider: z.literal('slack'),
  /** The integration whose secret signed the request. Absent in older events. */
  integrationId: z.string().optional(),
  /** The workspace in the request. */
  workspaceId: z.string().max(64).optional(),
  /** The URL for an answer to that person, valid for 30 minutes. */
  responseUrl: z.url().optional(),
};

/** A person pressed approve or reject. The consumer checks whether that person may decide. */
export const ApprovalDecisionRequested = requestInChat('ApprovalDecisionRequested', () => ({
  approvalId: z.string(),
  action: z.enum(['APPROVED', 'REJECTED']),
  ...spoken,
}));

/** A person typed a command about a release. The consumer checks whether that person may give it. */
export const ReleaseActionRequested = requestInChat('ReleaseActionRequested', () => ({
  releaseId: z.string(),
  action: z.enum(CHAT_ACTIONS),
  /** The regression cycle that the person saw. */
  cycle: z.number().int(),
  ...spoken,
}));

/** A person requests the redelivery of a failed notification; the notifier of its channel sends it. */
export const NotificationRedeliveryRequested = domainEvents('notifications', { isPublic: false })(
  'NotificationRedeliveryRequested',
  () => ({
    /** The owner of its log: a release, a webhook, or the tenant. */
    subjectId: z.string(),
    about: z.string(),
    channel: z.enum(CHANNELS),
    purpose: z.string(),
  }),
);

export const NotificationSettingsUpdated = domainEvents('notifications')('NotificationSettingsUpdated', () => ({
  revision: z.number().int(),
}));
