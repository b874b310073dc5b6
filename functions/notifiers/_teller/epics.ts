// Adds a comment about an event to every epic of its release, once each. At the end of a release it also closes the epics,
// even if comments are switched off or refused. The notifiers of ticket systems call it with their client.
import {
  type IntegrationType,
  platformOf,
  type TypeOfKind,
} from '../../../entities/integrations/types/integration-types.ts';
import { type Message, wholeLines } from '../../../entities/notifications/message.model.ts';
import { ReleaseCancelled, ReleaseReleased } from '../../../entities/releases/events.ts';
import { EPIC_FIELDS } from '../../../entities/releases/lifecycle/status.model.ts';
import type { Link } from '../../_adapters/_client/addresses.ts';
import type { ClientContext, TicketClient } from '../../_adapters/adapter.ts';
import { type Notify, type Tell, withRedelivery } from './queue-handler.ts';
import { type NewsRelease, newsFor } from './release-news.ts';
import { eachOnItsOwn, sendOnce } from './send-once.ts';
import type { ServiceNotifierDeps } from './service-notifier.ts';

type TicketSystem = TypeOfKind<'TICKET'>;
type Connect<T extends TicketSystem> = (context: ClientContext<T>) => TicketClient;

/** The epics that get the comment: the platform's epic for an event about one store's target or build, otherwise all. */
function epicsOf(release: NewsRelease, storeType: IntegrationType | undefined): string[] {
  const platform = storeType && platformOf(storeType);
  const fields = platform ? [EPIC_FIELDS[platform]] : Object.values(EPIC_FIELDS);
  return [...new Set(fields.map((field) => release[field]))].filter((key) => key !== undefined);
}

/**
 * The transition that closes the epics at the end of a release; undefined if the tenant configured none for a cancellation.
 */
function closingOf(
  detailType: string,
  { doneTransition, cancelledTransition }: ClientContext<TicketSystem>['config'],
): string | undefined {
  if (detailType === ReleaseReleased.type) return doneTransition;
  return detailType === ReleaseCancelled.type ? cancelledTransition : undefined;
}

/** Jira's limit is 32,767 characters; nobody reads longer comments than this. */
const MAX_TEXT = 4_000;

/** A message as a comment; the client converts it to the format of its service. */
const toComment = ({ title, lines, links, by }: Message): { text: string; links: readonly Link[] } => ({
  text: [title, ...wholeLines(lines, MAX_TEXT), `By ${by}`].join('\n'),
  links,
});

const tellEpics =
  <T extends TicketSystem>(channel: T, connect: Connect<T>, deps: ServiceNotifierDeps): Tell =>
  async (event, receipt) => {
    const news = await newsFor(channel, event, deps);
    if (!news) return;
    const { release, message, client, isWanted } = news;
    const { id: eventId, tenantId } = event.detail;
    const context = { ...client, outbound: deps.outboundFor(receipt) };
    const tickets = connect(context);
    const place = { tenantId, subjectId: release.releaseId, about: eventId, channel } as const;

    const closing = closingOf(event['detail-type'], context.config);

    const tellEpic = async (key: string) => {
      const told = { ...news.told, address: key };
      let refusal: unknown;
      if (isWanted(message.purpose)) {
        await sendOnce({ ...place, purpose: `comment:${key}` }, told, receipt, deps, async ({ mayBePosted }) => {
          await tickets.comment({ key, ...toComment(message), marker: eventId, mayBePosted });
          return undefined;
        }).catch((error) => {
          refusal = error;
        });
      }
      if (closing !== undefined) {
        await sendOnce({ ...place, purpose: `transition:${key}` }, told, receipt, deps, async () => {
          await tickets.transition({ key, name: closing });
          return undefined;
        });
      }
      if (refusal !== undefined) throw refusal;
    };
    await eachOnItsOwn(epicsOf(release, news.storeType), tellEpic);
  };

export const notifyEpics = <T extends TicketSystem>(
  channel: T,
  connect: Connect<T>,
  deps: ServiceNotifierDeps,
): Notify => withRedelivery(channel, deps, tellEpics(channel, connect, deps));
