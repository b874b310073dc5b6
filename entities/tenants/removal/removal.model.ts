// Where every partition of a tenant goes when it is deleted. A new kind of item has its line here: test/workflow/tenant-removal.test.ts
// asks for it, and shows that nothing is left.
import { approvalKeys, questionKeys } from '../../approvals/approval.keys.ts';
import { auditKeys } from '../../audit/audit-entry.keys.ts';
import { idempotencyKeys } from '../../idempotency/idempotency.keys.ts';
import { arrivalKeys } from '../../intake/arrival.keys.ts';
import { integrationKeys, uniqueIntegrationKeys } from '../../integrations/integration.keys.ts';
import {
  notificationKeys,
  notificationSettingsKeys,
  paceKeys,
  threadKeys,
} from '../../notifications/notification.keys.ts';
import { outboxKeys } from '../../outbox/outbox-event.keys.ts';
import { releaseNotesKeys } from '../../releases/notes/release-notes.keys.ts';
import { releaseOriginKeys } from '../../releases/planning/release-origin.keys.ts';
import {
  integrationUseKeys,
  ongoingHotfixKeys,
  regressionCycleKeys,
  releaseBranchKeys,
  releaseKeys,
  releaseListingKeys,
  releaseWaitKeys,
  storeTurnKeys,
} from '../../releases/release.keys.ts';
import { trainKeys } from '../../trains/train.keys.ts';
import { webhookCountKeys, webhookKeys, webhookSecretKeys } from '../../webhooks/webhook.keys.ts';
import {
  apiTokenKeys,
  IDENTITY_PROVIDERS,
  identityKeys,
  membershipKeys,
  tenantKeys,
  tenantSlugKeys,
  uniqueUserKeys,
  userKeys,
} from '../keys.ts';

export interface Shelf {
  /** A partition of the tenant. */
  readonly pk: string;
  /** Partitions that each of its items has besides: of the tenant and the item's own id, with which its sort key ends. */
  readonly own?: readonly string[];
}

/** First what can begin something or be told something: credentials, schedules, services. */
export const CONNECTIONS: readonly Shelf[] = [
  { pk: apiTokenKeys.pk, own: [idempotencyKeys.pk] },
  { pk: webhookKeys.pk, own: [notificationKeys.pk] },
  { pk: webhookSecretKeys.pk },
  { pk: webhookCountKeys.pk },
  { pk: trainKeys.pk },
  { pk: integrationKeys.pk, own: [integrationUseKeys.pk, arrivalKeys.pk, paceKeys.pk, storeTurnKeys.pk] },
  { pk: uniqueIntegrationKeys.pk },
  { pk: notificationSettingsKeys.pk },
];

/** Then releases, one by one, each with all that is about it (entities/releases/removal/release-cascade.repo.ts). */
export const OF_RELEASES: readonly string[] = [
  questionKeys.pk,
  approvalKeys.pk,
  notificationKeys.pk,
  threadKeys.pk,
  releaseNotesKeys.pk,
  regressionCycleKeys.pk,
  releaseWaitKeys.pk,
  releaseBranchKeys.pk,
  ongoingHotfixKeys.pk,
  releaseKeys.pk,
  releaseListingKeys.pk,
];

/** Then people, and what the tenant itself was told. */
export const PEOPLE: readonly Shelf[] = [
  { pk: membershipKeys.pk, own: [idempotencyKeys.pk] },
  { pk: userKeys.pk },
  { pk: uniqueUserKeys.pk },
  ...IDENTITY_PROVIDERS.map((provider) => ({ pk: identityKeys.pk.replace('${provider}', () => provider) })),
  { pk: notificationKeys.pk.replace('${subjectId}', () => '${tenantId}') },
];

/** At the end, together. */
export const LAST: readonly string[] = [tenantKeys.pk, tenantSlugKeys.pk];

/** Partitions left to expire, and why. Logs, threads, deliveries and paces of things deleted earlier expire too. */
export const EXPIRING: Readonly<Record<string, string>> = {
  [auditKeys.pk]: 'no function may delete an audit entry; they are kept three years, also of who is gone',
  [outboxKeys.pk]: 'events are named by what they are about, which is gone; ids alone, 90 days',
  [releaseOriginKeys.pk]: 'named by a departure, of which there is no list; 400 days',
};
