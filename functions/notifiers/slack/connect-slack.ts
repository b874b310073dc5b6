// Slack as a notifier meets it.
import type { Outbound } from '../../_adapters/adapter.ts';
import { createSlackClient } from '../../_adapters/slack/slack-client.ts';
import type { OpenedContext } from '../_teller/client-context.ts';
import type { NotifierDeps } from '../_teller/deps.ts';
import type { Delivery } from '../_teller/queue-handler.ts';

export type Slack = ReturnType<typeof connectSlack>;

/** Posting is not repeated at once: each message has its turn, and a 429 gives it a later one. */
export function connectSlack(
  client: OpenedContext<'SLACK'>,
  delivery: Delivery,
  { outboundFor, outboundOnce }: NotifierDeps,
) {
  const patient = outboundFor(delivery);
  const request: Outbound['request'] = (asked) =>
    (asked.method === 'GET' || asked.isRepeatable ? patient : outboundOnce).request(asked);
  return createSlackClient({ ...client, outbound: { request } });
}
