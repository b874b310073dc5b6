// The messages of all domains by the type of their event: the one registry from which rules, switches and channels derive.
// Pure; channels render the words.
import { shownName } from '../_base/actors.ts';
import { APPROVAL_MESSAGES } from '../approvals/messages.ts';
import { INTEGRATION_MESSAGES } from '../integrations/messages.ts';
import { RELEASE_MESSAGES } from '../releases/messages.ts';
import { TRAIN_MESSAGES } from '../trains/messages.ts';
import type { Purpose } from './channel.model.ts';
import type { Link, Message, MessageContext, MessageDefinition } from './message.model.ts';

/** About a release: told in its chat and in its epics. */
const OF_RELEASES: readonly MessageDefinition[] = [...RELEASE_MESSAGES, ...APPROVAL_MESSAGES];
/** About no release: told to the tenant in each of its chats; of a train in its own, if it has one. */
const OF_TENANTS: readonly MessageDefinition[] = [...INTEGRATION_MESSAGES, ...TRAIN_MESSAGES];

const BY_TYPE = new Map([...OF_RELEASES, ...OF_TENANTS].map((one) => [one.type, one]));
const typesOf = (messages: readonly MessageDefinition[]): readonly string[] => messages.map(({ type }) => type);

/** The events that people are told of. */
export const TOLD_EVENTS: readonly string[] = [...BY_TYPE.keys()].sort();
/** Events of a release that are told in its chat. */
export const CHAT_EVENTS = typesOf(OF_RELEASES.filter(({ isInChat }) => isInChat));
/** Events that are told to a tenant in each of its chats. */
export const TENANT_EVENTS = typesOf(OF_TENANTS);
/** Events of a release that are told in its epics: all but those from before the epics exist. */
export const TICKET_EVENTS = typesOf(OF_RELEASES.filter(({ inTickets }) => inTickets !== 'NEVER'));

/** Whether an event is told to the tenant, and not about a release. */
export const isOfTenant = (eventType: string): boolean => TENANT_EVENTS.includes(eventType);

/** Whether an event is told in tickets unless the tenant wants otherwise: the others tell what lies between two stages. */
export const isStage = (eventType: string): boolean => BY_TYPE.get(eventType)?.inTickets === 'STAGE';

/** The purpose of an event, or undefined for one that people are not told of. */
export const purposeOf = (eventType: string): Purpose | undefined => BY_TYPE.get(eventType)?.purpose;

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
