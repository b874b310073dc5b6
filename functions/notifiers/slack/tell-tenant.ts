// Tells an event that is about no release, once in every Slack of the tenant, in the channel of its purpose.
import type { NotifierDeps } from '../_teller/deps.ts';
import { eachOnItsOwn } from '../_teller/each-on-its-own.ts';
import { inTurn } from '../_teller/in-turn.ts';
import { tenantNewsFor } from '../_teller/news/tenant-news.ts';
import type { Tell } from '../_teller/redelivery.ts';
import { sendOnce } from '../_teller/send-once.ts';
import { toBlocks } from './blocks.ts';
import { connectSlack } from './connect-slack.ts';

export const tellTenant =
  (deps: NotifierDeps): Tell =>
  async (event, delivery, again) => {
    const news = await tenantNewsFor('SLACK', event, again, deps);
    if (!news) return;
    const { message, told, tellers } = news;
    const { id, tenantId } = event.detail;
    await eachOnItsOwn(tellers, ({ integrationId, client, ref }) => {
      const { releases, [message.purpose]: channel = releases } = client.config.channels;
      const slack = connectSlack(client, delivery, deps);
      const turn = inTurn({ tenantId, integrationId, address: channel }, deps);
      const post: Parameters<typeof sendOnce>[4] = async (attempt) => {
        const eventId = `${id}:${integrationId}`;
        return (await slack.post({ channel, message: toBlocks(message), eventId, ...attempt })).messageId;
      };
      return sendOnce(ref, { ...told, address: channel }, delivery, deps, post, turn);
    });
  };
