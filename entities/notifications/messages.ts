// Messages to people about releases and integrations: the words for each event, once for all channels. Pure; channels
// render them.
import { shownName } from '../_base/actors.ts';
import { IntegrationInvalidated, IntegrationRecovered } from '../integrations/events.ts';
import {
  EpicRefused,
  ReleaseCreated,
  ReleaseEpicsCreated,
  ReleaseKickedOff,
  ReleaseWarned,
} from '../releases/events.ts';
import {
  TrainDepartureAnnounced,
  TrainDepartureSkipped,
  TrainEnded,
  TrainFailed,
  TrainStopped,
} from '../trains/events.ts';
import type { Purpose } from './channel.model.ts';
import { type Link, type Message, type MessageContext, type Words, type Writer, writer } from './message-writer.ts';
import { STORE_WRITERS } from './store-messages.ts';
import * as trains from './train-messages.ts';
import { APPROVAL_WRITERS } from './words/approval-words.ts';
import { BUILD_WRITERS } from './words/build-words.ts';
import { GOING_WRITERS } from './words/going-words.ts';

interface Integration {
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly verificationStatus: string;
}

const MOST_NAMED = 10;

const integrationWords = (
  what: string,
  { name, kind, type, verificationStatus }: Integration,
  line: string,
  { usedBy = [] }: MessageContext,
): Words => {
  const more = usedBy.length > MOST_NAMED ? ` and ${usedBy.length - MOST_NAMED} more` : '';
  const releases = `Releases under way that use it: ${usedBy.slice(0, MOST_NAMED).join(', ')}${more}`;
  return {
    title: `${what}: ${name}`,
    lines: [`${kind} integration, ${type}: ${verificationStatus}`, line, usedBy.length > 0 ? releases : undefined],
  };
};

/** About no release: told to the tenant, wherever it has a chat; of a train in its own, if it has one. */
const TENANT_WRITERS: readonly Writer[] = [
  writer(IntegrationInvalidated, 'incidents', ({ error, ...integration }, context) =>
    integrationWords('Integration broken', integration, error, context),
  ),
  writer(IntegrationRecovered, 'incidents', ({ brokenSince, ...integration }, context) =>
    integrationWords('Integration well again', integration, `It was broken since ${brokenSince}`, context),
  ),
  writer(TrainFailed, 'incidents', trains.trainFailedWords),
  writer(TrainStopped, 'incidents', trains.trainStoppedWords),
  writer(TrainEnded, 'releases', trains.trainEndedWords),
  writer(TrainDepartureAnnounced, 'releases', trains.departureAnnouncedWords),
  writer(TrainDepartureSkipped, 'releases', trains.departureSkippedWords),
];

const WRITERS: readonly Writer[] = [
  writer(ReleaseCreated, 'releases', ({ releaseKey, targetIntegrationIds }, { nameOf }) => ({
    title: `Release created: ${releaseKey}`,
    lines: [`Ships to ${targetIntegrationIds.map(nameOf).join(', ')}`],
  })),
  writer(ReleaseWarned, 'incidents', ({ releaseKey, warnings }) => ({
    title: `Other releases are at its stores: ${releaseKey}`,
    lines: warnings,
  })),
  writer(ReleaseKickedOff, 'releases', ({ releaseKey, warnings = [] }) => ({
    title: `Kicked off: ${releaseKey}`,
    lines: warnings,
  })),
  writer(ReleaseEpicsCreated, 'releases', ({ releaseKey }) => ({
    title: `Kicked off: ${releaseKey}`,
    lines: ['This epic follows the release.'],
  })),
  writer(EpicRefused, 'releases', ({ releaseKey, platform, error }) => ({
    title: `No ${platform} epic: ${releaseKey}`,
    lines: [error, 'The release goes on without it.'],
  })),
  ...BUILD_WRITERS,
  ...APPROVAL_WRITERS,
  ...STORE_WRITERS,
  ...GOING_WRITERS,
];

const BY_TYPE = new Map([...WRITERS, ...TENANT_WRITERS].map((one) => [one.type, one]));

/** The message of an event by its detail-type; throws for a type that has none and a zod error for a wrong detail. */
export function messageOf(detailType: string, detail: unknown, context: MessageContext): Message {
  const found = BY_TYPE.get(detailType);
  if (!found) throw new Error(`no message for ${detailType}`);
  const { data, actor, occurredAt } = found.parse(detail);
  const by = shownName(actor);
  const { title, lines = [], links = [], approvalId } = found.write(data as never, { ...context, by });
  return {
    purpose: found.purpose,
    title,
    lines: lines.filter((line) => line !== undefined),
    links: [
      ...links,
      { label: 'Release', url: context.releaseUrl },
      { label: 'Integration', url: context.integrationUrl },
      { label: 'Train', url: context.trainUrl },
    ].filter((link): link is Link => !!link.url),
    ...(approvalId === undefined ? {} : { approval: { approvalId } }),
    by,
    at: occurredAt,
  };
}

/** Events told in a chat. The kick-off is told when it happens, in tickets once there are epics to tell it in. */
export const CHAT_EVENTS = WRITERS.filter(({ type }) => type !== ReleaseEpicsCreated.type).map(({ type }) => type);

/** Events told to a tenant in each of its chats. */
export const TENANT_EVENTS: readonly string[] = TENANT_WRITERS.map(({ type }) => type);

const UNTOLD_IN_TICKETS: readonly string[] = [ReleaseCreated.type, ReleaseKickedOff.type, EpicRefused.type];
/** Events told in the epics of a release: all but those from before there are any. */
export const TICKET_EVENTS = WRITERS.map(({ type }) => type).filter((type) => !UNTOLD_IN_TICKETS.includes(type));

/** The purpose of an event, or undefined for one that people are not told of. */
export const purposeOf = (detailType: string): Purpose | undefined => BY_TYPE.get(detailType)?.purpose;
