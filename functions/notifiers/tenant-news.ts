// What a notifier needs to tell an event that is about no release: the message, and every active integration of its type in
// the tenant to tell it through. All reads are consistent and bounded.
import { type Item, keyOf } from '../../entities/_base/raw-table.ts';
import { integrationKeys } from '../../entities/integrations/integration.keys.ts';
import type { IntegrationRef } from '../../entities/integrations/integration.model.ts';
import { segmentOfKind } from '../../entities/integrations/integration-types.ts';
import { type Message, messageOf, TENANT_EVENTS } from '../../entities/notifications/messages.ts';
import { notificationSettingsKeys } from '../../entities/notifications/notification.keys.ts';
import type { NotificationRef, Told } from '../../entities/notifications/notification.model.ts';
import { isOn, switchesOf } from '../../entities/notifications/notification-settings.model.ts';
import { contextOf, type OpenedContext, secretKeyOf } from './client-context.ts';
import type { QueuedEvent } from './queue-handler.ts';
import { integrationUrlOf, type NewsDeps, toldOf } from './release-news.ts';
import { releasesUnderWay } from './releases-under-way.ts';

type Chat = 'SLACK' | 'EMAIL';

export interface Teller<T extends Chat> {
  readonly integrationId: string;
  /** For the service's client, which is also given a way out. */
  readonly client: OpenedContext<T>;
  /** Of its notification, in the tenant's own log. */
  readonly ref: NotificationRef;
}

export interface TenantNews<T extends Chat> {
  readonly message: Message;
  readonly told: Told;
  /** Empty when the tenant does not want to be told of it here. */
  readonly tellers: readonly Teller<T>[];
}

export const isTenantNews = (event: QueuedEvent): boolean => TENANT_EVENTS.includes(event['detail-type']);

/** What is known to be broken is not tried, but for somebody who asks for it. */
const CANNOT_TELL: readonly unknown[] = ['INVALID', 'EXPIRED'];

/** `again` is the one notification that somebody wants to be sent again. */
export async function tenantNewsFor<T extends Chat>(
  type: T,
  event: QueuedEvent,
  again: NotificationRef | undefined,
  deps: NewsDeps,
): Promise<TenantNews<T>> {
  const { id: about, tenantId, data } = event.detail;
  const subject = data as unknown as IntegrationRef;
  const { pk } = keyOf(integrationKeys, { tenantId, kind: '', integrationId: '' });
  const [settings, chats, usedBy] = await Promise.all([
    deps.table.get(keyOf(notificationSettingsKeys, { tenantId })),
    deps.table.query({ pk, skPrefix: 'COMMUNICATION#' }),
    releasesUnderWay(tenantId, subject, deps.table),
  ]);
  const integrationUrl = integrationUrlOf(segmentOfKind(subject.kind))(deps, tenantId, subject.integrationId);
  const message = messageOf(event['detail-type'], event.detail, { nameOf: (id) => id, integrationUrl, usedBy });

  const tellerOf = async (item: Item): Promise<Teller<T>[]> => {
    const integrationId = String(item.integrationId);
    const purpose = `${message.purpose}:${integrationId}`;
    const isAsked = again === undefined ? !CANNOT_TELL.includes(item.verificationStatus) : again.purpose === purpose;
    if (!isAsked || item.type !== type || item.isActive !== true) return [];
    const secret = await deps.table.get(secretKeyOf(tenantId, integrationId));
    const client = await contextOf(type, { tenantId, integrationId }, item.config, secret?.sealed, deps);
    const ref = { tenantId, subjectId: tenantId, about, channel: type, purpose };
    return client ? [{ integrationId, client, ref }] : [];
  };
  const isWanted = isOn(switchesOf(settings), type, message.purpose);
  const tellers = isWanted ? (await Promise.all(chats.map(tellerOf))).flat() : [];
  return { message, told: toldOf(event), tellers };
}
