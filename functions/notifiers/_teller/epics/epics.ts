// Tells an event in every epic of its release, once each; at its end it closes them too, whatever the tenant wants to
// be told of, and whether or not they take a comment. The notifiers of ticket systems are this with their client.
import { ReleaseCancelled, ReleaseReleased } from '../../../../entities/releases/events.ts';
import type { ClientContext, TicketClient } from '../../../_adapters/adapter.ts';
import type { NotifierDeps } from '../deps.ts';
import { eachOnItsOwn } from '../each-on-its-own.ts';
import { type NewsRelease, newsFor } from '../news/release-news.ts';
import type { Notify } from '../queue-handler.ts';
import { type Tell, withRedelivery } from '../redelivery.ts';
import { sendOnce } from '../send-once.ts';
import { toComment } from './comment-text.ts';

type TicketSystem = 'JIRA' | 'LINEAR';
type Connect<T extends TicketSystem> = (context: ClientContext<T>) => TicketClient;

const EPIC_OF = { APP_STORE: 'iOSEpicId', PLAY_STORE: 'androidEpicId', WEB: 'webEpicId' } as const;

/** Those that hear of it: of one store's target or build, the epic of its platform; of the release, all. */
function epicsOf(release: NewsRelease, storeType: string | undefined): string[] {
  const own = EPIC_OF[storeType as keyof typeof EPIC_OF];
  const { iOSEpicId, androidEpicId, webEpicId } = release;
  return [...new Set(own ? [release[own]] : [iOSEpicId, androidEpicId, webEpicId])].filter((key) => key !== undefined);
}

/** The transition that closes the epics at the end of a release; a tenant may want none at a cancellation. */
function closingOf(
  detailType: string,
  { doneTransition, cancelledTransition }: ClientContext<TicketSystem>['config'],
): string | undefined {
  if (detailType === ReleaseReleased.type) return doneTransition;
  return detailType === ReleaseCancelled.type ? cancelledTransition : undefined;
}

const tellEpics =
  <T extends TicketSystem>(channel: T, connect: Connect<T>, deps: NotifierDeps): Tell =>
  async (event, delivery) => {
    const news = await newsFor(channel, event, deps);
    if (!news) return;
    const { release, message, client, isWanted } = news;
    const { id: eventId, tenantId } = event.detail;
    const context = { ...client, outbound: deps.outboundFor(delivery) };
    const tickets = connect(context);
    const place = { tenantId, subjectId: release.releaseId, about: eventId, channel } as const;

    const closing = closingOf(event['detail-type'], context.config);

    const tellEpic = async (key: string) => {
      const told = { ...news.told, address: key };
      let refusal: unknown;
      if (isWanted(message.purpose)) {
        await sendOnce({ ...place, purpose: `comment:${key}` }, told, delivery, deps, async ({ mayBePosted }) => {
          await tickets.comment({ key, ...toComment(message), marker: eventId, mayBePosted });
          return undefined;
        }).catch((error) => {
          refusal = error;
        });
      }
      if (closing !== undefined) {
        await sendOnce({ ...place, purpose: `transition:${key}` }, told, delivery, deps, async () => {
          await tickets.transition({ key, name: closing });
          return undefined;
        });
      }
      if (refusal !== undefined) throw refusal;
    };
    await eachOnItsOwn(epicsOf(release, news.storeType), tellEpic);
  };

export const notifyEpics = <T extends TicketSystem>(channel: T, connect: Connect<T>, deps: NotifierDeps): Notify =>
  withRedelivery(channel, deps, tellEpics(channel, connect, deps));
