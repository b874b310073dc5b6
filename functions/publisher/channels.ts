// Finds the channels of an event when it is published, so that rules deliver it only to their notifiers. The notifiers
// check stored state again, so a channel too many costs an invocation and changes nothing.
import { type Key, keyOf } from '../../entities/_base/table/keys.ts';
import type { RawTable } from '../../entities/_base/table/raw-table.ts';
import { integrationKeys } from '../../entities/integrations/integration.keys.ts';
import { CHANNELS, type Channel } from '../../entities/notifications/channel.model.ts';
import { releaseKeys } from '../../entities/releases/release.keys.ts';
import { wantsEvent } from '../../entities/webhooks/wanted-events.ts';
import { webhookKeys } from '../../entities/webhooks/webhook.keys.ts';
import type { Outgoing } from './outbox-record.ts';

type Reader = Pick<RawTable, 'getMany' | 'query'>;
type Webhook = Parameters<typeof wantsEvent>[0];

/** The integration types of each release's chat and ticket system, by release. */
async function typesByRelease(tenantId: string, releaseIds: readonly string[], { getMany }: Reader) {
  const releases = await getMany(releaseIds.map((releaseId) => keyOf(releaseKeys, { tenantId, releaseId })));
  const keysOf = (release: (typeof releases)[number]): Key[] => [
    keyOf(integrationKeys, { tenantId, kind: 'COMMUNICATION', integrationId: `${release.communicationIntegrationId}` }),
    keyOf(integrationKeys, { tenantId, kind: 'TICKET', integrationId: `${release.ticketIntegrationId}` }),
  ];
  const integrations = await getMany(releases.flatMap(keysOf));
  const typeAt = ({ sk }: Key) => integrations.find((one) => one.sk === sk)?.type;
  return new Map(releases.map((release) => [release.releaseId, keysOf(release).map(typeAt)]));
}

async function channelsOfTenant(tenantId: string, events: readonly Outgoing[], table: Reader): Promise<Channel[][]> {
  const { pk } = keyOf(integrationKeys, { tenantId, kind: '', integrationId: '' });
  const releaseIds = events.flatMap(({ about }) => about.releaseId ?? []);
  const isOfTenant = releaseIds.length < events.length;
  const [types, chats, webhooks] = await Promise.all([
    typesByRelease(tenantId, releaseIds, table),
    isOfTenant ? table.query({ pk, skPrefix: 'COMMUNICATION#' }) : [],
    table.query({ pk: keyOf(webhookKeys, { tenantId, webhookId: '' }).pk }),
  ]);
  return events.map(({ about: { releaseId, channel }, entry }) => {
    // A redelivery goes only through the notification's channel.
    if (channel !== undefined) return [channel];
    const told = releaseId === undefined ? chats.map(({ type }) => type) : (types.get(releaseId) ?? []);
    const isPosted = (webhooks as unknown[] as Webhook[]).some((one) => wantsEvent(one, entry.DetailType ?? ''));
    const known = new Set<unknown>([...told, ...(isPosted ? ['WEBHOOK'] : [])]);
    return CHANNELS.filter((one) => known.has(one));
  });
}

export type ReadChannels = (tenantId: string, events: readonly Outgoing[]) => Promise<readonly (readonly Channel[])[]>;

/** A read takes milliseconds. Late events are worse than notifiers that are invoked without need. */
const PATIENCE_MS = 5_000;

/**
 * Answers the channels in the order of the events, which belong to one tenant. All reads are consistent. Throws if the
 * table does not answer in time.
 */
export const createReadChannels =
  (table: Reader, patienceMs: number = PATIENCE_MS): ReadChannels =>
  async (tenantId, events) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the table does not answer')), patienceMs);
    });
    return Promise.race([channelsOfTenant(tenantId, events, table), late]).finally(() => clearTimeout(timer));
  };
