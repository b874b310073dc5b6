// Loads everything that a notifier needs to tell an event of a release: the release, the integration with opened
// credentials, the tenant's switches, and the message. All reads are consistent and by key.
import * as z from 'zod';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import type { Item } from '../../../entities/_base/table/raw-table.ts';
import { integrationKeys, integrationSecretKeys } from '../../../entities/integrations/integration.keys.ts';
import type { IntegrationKind } from '../../../entities/integrations/types/integration-kinds.ts';
import {
  type ConfigOf,
  type CredentialsOf,
  INTEGRATION_TYPES,
  type IntegrationType,
  type TypeOfKind,
} from '../../../entities/integrations/types/integration-types.ts';
import type { Purpose } from '../../../entities/notifications/channel.model.ts';
import { consoleUrl } from '../../../entities/notifications/console-url.ts';
import type { Message } from '../../../entities/notifications/message.model.ts';
import { messageOf } from '../../../entities/notifications/messages.ts';
import { notificationSettingsKeys } from '../../../entities/notifications/notification.keys.ts';
import type { Told } from '../../../entities/notifications/notification.model.ts';
import { isOn, switchesOf } from '../../../entities/notifications/settings/notification-settings.model.ts';
import { releaseKeys } from '../../../entities/releases/release.keys.ts';
import { tenantKeys } from '../../../entities/tenants/tenant.keys.ts';
import type { ClientContext } from '../../_adapters/adapter.ts';
import { logger } from '../../_kit/logger.ts';
import type { Sealer } from '../../_kit/sealer.ts';
import type { NotifierDeps } from './notifier.ts';
import type { QueuedEvent } from './queue-handler.ts';

const releaseSchema = z.object({
  releaseId: z.string(),
  releaseKey: z.string(),
  communicationIntegrationId: z.string().optional(),
  ticketIntegrationId: z.string().optional(),
  iOSEpicId: z.string().optional(),
  androidEpicId: z.string().optional(),
  webEpicId: z.string().optional(),
  serverEpicId: z.string().optional(),
});
export type NewsRelease = z.output<typeof releaseSchema>;

const INTEGRATION_OF = { COMMUNICATION: 'communicationIntegrationId', TICKET: 'ticketIntegrationId' } as const;
type ReleaseChannel = TypeOfKind<keyof typeof INTEGRATION_OF>;

export type NewsDeps = Pick<NotifierDeps, 'table' | 'publicUrl' | 'now'> & Pick<Sealer, 'open'>;

export interface News<T extends ReleaseChannel> {
  readonly release: NewsRelease;
  readonly integrationId: string;
  readonly message: Message;
  /** The event, as stored with the notification. */
  readonly told: Told;
  /** The context of the service's client, without `outbound`. */
  readonly client: OpenedContext<T>;
  /** The store of the event's target or of the build's pipeline. */
  readonly storeType: IntegrationType | undefined;
  /**
   * True if the tenant's switches allow an event type of this purpose in this channel; the type of this event by default.
   */
  readonly isWanted: (purpose: Purpose, eventType?: string) => boolean;
}

/** The integration ids in a list of targets. */
const within = (targets: unknown): unknown[] =>
  [targets].flat().map((one) => (one as { targetIntegrationId?: string } | undefined)?.targetIntegrationId);

/** Integrations that an event's data may name, with their kind. */
const namedIn = (data: QueuedEvent['detail']['data']): { kind: IntegrationKind; integrationId: string }[] => {
  const ids = (value: unknown) => [value].flat().filter((id): id is string => typeof id === 'string');
  return [
    ...ids(data.targetIntegrationId).map((integrationId) => ({ kind: 'TARGET' as const, integrationId })),
    ...ids(data.targetIntegrationIds).map((integrationId) => ({ kind: 'TARGET' as const, integrationId })),
    ...ids(within(data.targets)).map((integrationId) => ({ kind: 'TARGET' as const, integrationId })),
    ...ids(data.pipelineIntegrationId).map((integrationId) => ({ kind: 'PIPELINE' as const, integrationId })),
  ];
};

/** Undefined for an event about the whole release. */
async function storeTypeOf(
  tenantId: string,
  { targetIntegrationId, pipelineIntegrationId }: QueuedEvent['detail']['data'],
  items: readonly Item[],
  { table }: NewsDeps,
): Promise<IntegrationType | undefined> {
  const known = (id: unknown) => items.find(({ integrationId }) => id !== undefined && integrationId === id);
  const store = known(targetIntegrationId);
  if (store) return store.type as IntegrationType;
  const config = known(pipelineIntegrationId)?.config as { targetIntegrationId?: string } | undefined;
  const integrationId = config?.targetIntegrationId;
  if (integrationId === undefined) return undefined;
  const fed = await table.get(keyOf(integrationKeys, { tenantId, kind: 'TARGET', integrationId }));
  return fed && (fed.type as IntegrationType);
}

export const toldOf = (event: QueuedEvent): Told => ({
  eventType: event['detail-type'],
  event: JSON.stringify(event),
});

export type OpenedContext<T extends IntegrationType> = Omit<ClientContext<T>, 'outbound'>;

interface Place {
  readonly tenantId: string;
  readonly integrationId: string;
}

export const secretKeyOf = (tenantId: string, integrationId: string) =>
  keyOf(integrationSecretKeys, { tenantId, integrationId });

/** `sealed` is from the item at `secretKeyOf`. Undefined without it. */
export async function contextOf<T extends IntegrationType>(
  type: T,
  { tenantId, integrationId }: Place,
  config: unknown,
  sealed: unknown,
  { open, now }: Pick<NotifierDeps, 'now'> & Pick<Sealer, 'open'>,
): Promise<OpenedContext<T> | undefined> {
  if (typeof sealed !== 'string') return undefined;
  const schemas = INTEGRATION_TYPES[type];
  return {
    config: schemas.config.parse(config) as ConfigOf<T>,
    credentials: schemas.credentials.parse(await open(tenantId, integrationId, sealed)) as CredentialsOf<T>,
    now,
  };
}

/** Undefined if nobody is to be told: the event names no release, or one that does not exist or has no active integration of this type. */
export async function newsFor<T extends ReleaseChannel>(
  type: T,
  event: QueuedEvent,
  deps: NewsDeps,
): Promise<News<T> | undefined> {
  const { tenantId, data } = event.detail;
  const { kind } = INTEGRATION_TYPES[type as ReleaseChannel];
  if (data.releaseId === undefined) return undefined;
  const found = await deps.table.get(keyOf(releaseKeys, { tenantId, releaseId: data.releaseId }));
  const release = found && releaseSchema.parse(found);
  const integrationId = release?.[INTEGRATION_OF[kind]];
  if (!release || integrationId === undefined) return undefined;

  const place = { tenantId, integrationId };
  const integration = await deps.table.get(keyOf(integrationKeys, { ...place, kind }));
  if (integration?.type !== type) {
    const { id: eventId, channels } = event.detail;
    // An event with every channel was published while the table could not be read; another notifier tells it.
    if (integration && !channels?.includes(String(integration.type))) {
      logger.warn('not told: the release got another chat or ticket system after the event was published', {
        ...{ tenantId, releaseId: release.releaseId, eventId, eventType: event['detail-type'], channels },
      });
    }
    return undefined;
  }
  if (integration.isActive !== true) return undefined;

  const settingsKey = keyOf(notificationSettingsKeys, { tenantId });
  const secretKey = secretKeyOf(tenantId, integrationId);
  const named = namedIn(data).map((one) => keyOf(integrationKeys, { tenantId, ...one }));
  const tenantKey = keyOf(tenantKeys, { tenantId });
  const items = await deps.table.getMany([settingsKey, secretKey, tenantKey, ...named]);
  const sealed = items.find(({ sk }) => sk === secretKey.sk)?.sealed;
  const client = await contextOf(type, place, integration.config, sealed, deps);
  if (!client) return undefined;

  const switches = switchesOf(items.find(({ pk }) => pk === settingsKey.pk));
  const names = new Map(items.filter((item) => item.name).map((item) => [item.integrationId, String(item.name)]));
  const site = {
    publicUrl: deps.publicUrl,
    tenant: items.find(({ pk, sk }) => pk === tenantKey.pk && sk === tenantKey.sk),
  };
  const message = messageOf(event['detail-type'], event.detail, {
    nameOf: (id) => names.get(id) ?? id,
    releaseUrl: consoleUrl(site, 'releases', release.releaseKey),
    approvalUrlOf: (approvalId) => consoleUrl(site, 'approvals', approvalId),
  });
  return {
    ...{ release, integrationId, message, client, told: toldOf(event) },
    storeType: await storeTypeOf(tenantId, data, items, deps),
    isWanted: (purpose, eventType = event['detail-type']) => isOn(switches, type, purpose, eventType),
  };
}
