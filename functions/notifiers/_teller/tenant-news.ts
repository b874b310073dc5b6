// Loads everything that a notifier needs to tell an event that is not about a release: the message, and every active
// integration of its type in the tenant. All reads are consistent and bounded.
import { keyOf } from '../../../entities/_base/table/keys.ts';
import type { Item, RawTable } from '../../../entities/_base/table/raw-table.ts';
import { integrationKeys } from '../../../entities/integrations/integration.keys.ts';
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import { segmentOfKind } from '../../../entities/integrations/types/integration-kinds.ts';
import { consoleUrl } from '../../../entities/notifications/console-url.ts';
import type { Message } from '../../../entities/notifications/message.model.ts';
import { messageOf, purposeOf } from '../../../entities/notifications/messages.ts';
import { notificationSettingsKeys } from '../../../entities/notifications/notification.keys.ts';
import type { NotificationRef, Told } from '../../../entities/notifications/notification.model.ts';
import { isOn, switchesOf } from '../../../entities/notifications/settings/notification-settings.model.ts';
import type { ReleaseStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import { integrationUseKeys, releaseKeys } from '../../../entities/releases/release.keys.ts';
import { tenantKeys } from '../../../entities/tenants/tenant.keys.ts';
import type { QueuedEvent } from './queue-handler.ts';
import { contextOf, type NewsDeps, type OpenedContext, secretKeyOf, toldOf } from './release-news.ts';

type ChatType = 'SLACK' | 'EMAIL';

export interface TenantChat<T extends ChatType> {
  readonly integrationId: string;
  /** The context of the service's client, without `outbound`. */
  readonly client: OpenedContext<T>;
  /** The key of the notification, in the tenant's own log. */
  readonly ref: NotificationRef;
}

export interface TenantNews<T extends ChatType> {
  readonly message: Message;
  readonly told: Told;
  readonly chats: readonly TenantChat<T>[];
}

/** Integrations with these statuses are tried only for a redelivery. */
const CANNOT_TELL: readonly unknown[] = ['INVALID', 'EXPIRED'];

/** An ongoing release is among the latest that use an integration. */
const MOST_READ = 50;

/** A release can drop an integration of these kinds, but the record of the use stays. */
const FIELDS: Partial<Record<IntegrationRef['kind'], string>> = {
  COMMUNICATION: 'communicationIntegrationId',
  TICKET: 'ticketIntegrationId',
};

/** The keys of ongoing releases among the latest 50 that use the integration, newest first. */
async function releasesUnderWay(
  tenantId: string,
  { kind, integrationId }: IntegrationRef,
  table: Pick<RawTable, 'query' | 'getMany'>,
): Promise<readonly string[]> {
  const { pk } = keyOf(integrationUseKeys, { tenantId, integrationId, releaseId: '' });
  const uses = await table.query({ pk, limit: MOST_READ, isNewestFirst: true });
  const releases = await table.getMany(
    uses.map(({ releaseId }) => keyOf(releaseKeys, { tenantId, releaseId: String(releaseId) })),
  );
  const field = FIELDS[kind];
  const underWay = new Set(
    releases
      .filter(({ status }) => isOngoing(status as ReleaseStatus))
      .filter((release) => field === undefined || release[field] === integrationId)
      .map(({ releaseId }) => releaseId),
  );
  return uses.filter(({ releaseId }) => underWay.has(releaseId)).map(({ releaseKey }) => String(releaseKey));
}

/** The address of the subject for people and, for an integration, the releases that use it. */
async function contextFor({ detail: { tenantId, data } }: QueuedEvent, tenant: Item | undefined, deps: NewsDeps) {
  const site = { publicUrl: deps.publicUrl, tenant };
  if (typeof data.trainId === 'string') return { trainUrl: consoleUrl(site, 'trains', data.trainId) };
  const subject = data as unknown as IntegrationRef;
  return {
    integrationUrl: consoleUrl(site, 'integrations', segmentOfKind(subject.kind), subject.integrationId),
    usedBy: await releasesUnderWay(tenantId, subject, deps.table),
  };
}

/** `again` names the notification of a redelivery. Undefined if no chat is to be told, or the purpose is switched off. */
export async function tenantNewsFor<T extends ChatType>(
  type: T,
  event: QueuedEvent,
  again: NotificationRef | undefined,
  deps: NewsDeps,
): Promise<TenantNews<T> | undefined> {
  const { id: about, tenantId, data } = event.detail;
  const purpose = purposeOf(event['detail-type']);
  const { pk } = keyOf(integrationKeys, { tenantId, kind: '', integrationId: '' });
  const settingsKey = keyOf(notificationSettingsKeys, { tenantId });
  const [items, integrations] = await Promise.all([
    deps.table.getMany([settingsKey, keyOf(tenantKeys, { tenantId })]),
    deps.table.query({ pk, skPrefix: 'COMMUNICATION#' }),
  ]);
  const isSettings = ({ pk, sk }: Item) => pk === settingsKey.pk && sk === settingsKey.sk;
  const settings = items.find(isSettings);
  const tenant = items.find((item) => !isSettings(item));
  if (purpose === undefined || !isOn(switchesOf(settings), type, purpose, event['detail-type'])) return undefined;

  /** An event about a train is told in the chat of its releases. */
  const chat = data.communicationIntegrationId;

  const chatOf = async (item: Item): Promise<TenantChat<T>[]> => {
    const integrationId = String(item.integrationId);
    const ref = { tenantId, subjectId: tenantId, about, channel: type, purpose: `${purpose}:${integrationId}` };
    if (chat !== undefined && chat !== integrationId) return [];
    const isAsked = again ? again.purpose === ref.purpose : !CANNOT_TELL.includes(item.verificationStatus);
    if (!isAsked || item.type !== type || item.isActive !== true) return [];
    const secret = await deps.table.get(secretKeyOf(tenantId, integrationId));
    const client = await contextOf(type, { tenantId, integrationId }, item.config, secret?.sealed, deps);
    return client ? [{ integrationId, client, ref }] : [];
  };
  const chats = (await Promise.all(integrations.map(chatOf))).flat();
  if (chats.length === 0) return undefined;

  const context = await contextFor(event, tenant, deps);
  const message = messageOf(event['detail-type'], event.detail, { nameOf: (id) => id, ...context });
  return { message, told: toldOf(event), chats };
}
