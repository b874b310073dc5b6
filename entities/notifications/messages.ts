// The messages of all domains by event type, from which rules, switches and channels derive. Pure; channels render the
// messages.
import { shownName } from '../_base/actors.ts';
import { APPROVAL_MESSAGES } from '../approvals/messages.ts';
import { DEPLOYMENT_MESSAGES } from '../deployments/messages.ts';
import { ENVIRONMENT_MESSAGES } from '../environments/messages.ts';
import { INTEGRATION_MESSAGES } from '../integrations/messages.ts';
import { PROMOTION_MESSAGES } from '../promotions/messages.ts';
import { RELEASE_MESSAGES } from '../releases/messages.ts';
import { TRAIN_MESSAGES } from '../trains/messages.ts';
import type { Purpose } from './channel.model.ts';
import type { Link, Message, MessageContext, MessageDefinition } from './message.model.ts';

/** Events about a release: told in its chat and epics. */
const OF_RELEASES: readonly MessageDefinition[] = [
  ...RELEASE_MESSAGES,
  ...APPROVAL_MESSAGES,
  ...PROMOTION_MESSAGES,
  ...DEPLOYMENT_MESSAGES,
];
/** Events about no release: told in each chat of the tenant; an event about a train in the train's chat, if it has one. */
const OF_TENANTS: readonly MessageDefinition[] = [...INTEGRATION_MESSAGES, ...TRAIN_MESSAGES, ...ENVIRONMENT_MESSAGES];

const BY_TYPE = new Map([...OF_RELEASES, ...OF_TENANTS].map((one) => [one.type, one]));
const typesOf = (messages: readonly MessageDefinition[]): readonly string[] => messages.map(({ type }) => type);

/** The events with messages. */
export const TOLD_EVENTS: readonly string[] = [...BY_TYPE.keys()].sort();
/** Events of a release that are told in its chat. */
export const CHAT_EVENTS = typesOf(OF_RELEASES.filter(({ isInChat }) => isInChat));
/** Events that are told in each chat of the tenant. */
export const TENANT_EVENTS = typesOf(OF_TENANTS);
/** Events of a release that are told in its epics: all except those before the epics are created. */
export const TICKET_EVENTS = typesOf(OF_RELEASES.filter(({ inTickets }) => inTickets !== 'NEVER'));

/** True if an event is told to the tenant because it is not about a release. */
export const isOfTenant = (eventType: string): boolean => TENANT_EVENTS.includes(eventType);

/** True if an event is told in tickets by default: it begins or ends a stage. */
export const isStage = (eventType: string): boolean => BY_TYPE.get(eventType)?.inTickets === 'STAGE';

/** The purpose of an event; undefined for an event without a message. */
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
      { label: 'Approval', url: approvalId === undefined ? undefined : context.approvalUrlOf?.(approvalId) },
      { label: 'Release', url: context.releaseUrl },
      { label: 'Integration', url: context.integrationUrl },
      { label: 'Train', url: context.trainUrl },
    ].filter((link): link is Link => !!link.url),
    ...(approvalId === undefined ? {} : { approval: { approvalId } }),
    by,
    at: occurredAt,
  };
}
