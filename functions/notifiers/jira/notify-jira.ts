// Tells an event in every epic of its release, once each; at the release it closes them too, whatever the tenant wants to
// be told of.
import { ReleaseReleased } from '../../../entities/releases/events.ts';
import { createJiraClient } from '../../_adapters/jira/jira-client.ts';
import type { NotifierDeps } from '../deps.ts';
import type { Notify } from '../queue-handler.ts';
import { type Tell, withRedelivery } from '../redelivery.ts';
import { type NewsRelease, newsFor } from '../release-news.ts';
import { sendOnce } from '../send-once.ts';
import { toComment } from './comment-text.ts';

const epicsOf = ({ iOSEpicId, androidEpicId, webEpicId }: NewsRelease) =>
  [iOSEpicId, androidEpicId, webEpicId].filter((key) => key !== undefined);

const tellJira =
  (deps: NotifierDeps): Tell =>
  async (event, delivery) => {
    const news = await newsFor('JIRA', event, deps);
    if (!news) return;
    const { release, message, client, isWanted } = news;
    const { id: eventId, tenantId } = event.detail;
    const jira = createJiraClient(client);
    const place = { tenantId, subjectId: release.releaseId, about: eventId, channel: 'JIRA' } as const;

    for (const key of epicsOf(release)) {
      const told = { ...news.told, address: key };
      if (isWanted(message.purpose)) {
        await sendOnce({ ...place, purpose: `comment:${key}` }, told, delivery, deps, async () => {
          await jira.comment({ key, text: toComment(message), marker: eventId });
          return undefined;
        });
      }
      if (event['detail-type'] !== ReleaseReleased.type) continue;
      await sendOnce({ ...place, purpose: `transition:${key}` }, told, delivery, deps, async () => {
        await jira.transition({ key, name: client.config.doneTransition });
        return undefined;
      });
    }
  };

export const notifyJira = (deps: NotifierDeps): Notify => withRedelivery('JIRA', deps, tellJira(deps));
