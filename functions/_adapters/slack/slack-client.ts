// SLACK: posts and updates messages. Slack has no idempotency key, so messages carry the event id as metadata, which is
// searched if an earlier attempt may have posted. https://docs.slack.dev/reference/methods/chat.postMessage
import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { createCaller, parseBody, type Reason, type ServiceWords } from '../_client/caller.ts';
import type { ChatClient, ClientContext, OutboundReply } from '../adapter.ts';

/** Slack mostly says a failure with status 200. https://docs.slack.dev/apis/web-api/#evaluating-responses */
const failureBody = z.lazy(() =>
  z.object({
    ok: z.literal(false),
    error: z.string(),
    needed: z.string().optional().catch(undefined),
    errors: z.array(z.string()).optional().catch(undefined),
    response_metadata: z
      .object({ messages: z.array(z.string()).optional().catch(undefined) })
      .optional()
      .catch(undefined),
  }),
);

const REASONS: Readonly<Record<string, Reason>> = {
  not_authed: 'unauthorized',
  invalid_auth: 'unauthorized',
  missing_scope: 'unauthorized',
  no_permission: 'unauthorized',
  not_allowed_token_type: 'unauthorized',
  ekm_access_denied: 'unauthorized',
  access_denied: 'unauthorized',
  team_access_not_granted: 'unauthorized',
  token_expired: 'expired',
  token_revoked: 'expired',
  account_inactive: 'expired',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'unavailable',
  // While a workspace moves to an Enterprise organization.
  team_added_to_org: 'unavailable',
  org_login_required: 'unavailable',
};

/** The remedies for refusals whose codes alone say little to people. */
const REMEDIES: Readonly<Record<string, string>> = {
  is_archived: 'the channel is archived: choose another in the integration',
  not_in_channel: 'the app is not in the channel: invite it',
  channel_not_found: 'the channel was deleted, or is private and the app is not in it: invite it, or choose another',
  restricted_action:
    'the workspace does not let the app post in this channel: ask an admin of Slack, or choose another',
};

const failureIn = (reply: OutboundReply) => failureBody.safeParse(reply.json).data;
const isThreadGone = (reply: OutboundReply) => failureIn(reply)?.error === 'thread_not_found';

const slackWords: ServiceWords = {
  name: 'Slack',
  messageOf(reply) {
    const failure = failureIn(reply);
    if (!failure) return undefined;
    const needed = failure.needed ? [`needs ${failure.needed}`] : [];
    const causes = failure.response_metadata?.messages ?? failure.errors ?? [];
    const remedy = ownValue(REMEDIES, failure.error);
    return [failure.error, ...(remedy === undefined ? [] : [remedy]), ...needed, ...causes].join('; ');
  },
  reasonOf(reply) {
    const failure = failureIn(reply);
    return failure && (ownValue(REASONS, failure.error) ?? (reply.status === 200 ? 'refused' : undefined));
  },
};

const authReply = z.lazy(() => z.object({ team: z.string(), team_id: z.string().optional(), user: z.string() }));
const channelReply = z.lazy(() =>
  z.object({
    channel: z.object({
      id: z.string(),
      name: z.string().optional(),
      is_member: z.boolean().optional(),
      is_archived: z.boolean().optional(),
      is_private: z.boolean().optional(),
    }),
  }),
);
const postReply = z.lazy(() => z.object({ ts: z.string() }));
const messagesReply = z.lazy(() =>
  z.object({
    messages: z.array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()).optional() })
          .optional(),
      }),
    ),
    response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
  }),
);

/** The exchange for reading the answer of a method. */
const exchangeOf = (call: string) => ({ service: slackWords, call, now: 0 });
const EVENT_TYPE = 'windlass';
const CLOCK_SKEW_MS = 60_000;
/** Short, because other messages wait for the channel; a post without an answer is searched later. */
const POST_TIMEOUT_MS = 5_000;
/** The most messages that are searched since the first attempt. */
const MOST_PAGES = 10;

export function createSlackClient(context: ClientContext<'SLACK'>): ChatClient {
  const { config, credentials, outbound, now } = context;
  const secrets = Object.values(credentials).filter((secret) => secret !== undefined);
  const api = createCaller({
    service: slackWords,
    baseUrl: `${config.baseUrl.replace(/\/+$/, '')}/api`,
    outbound,
    now,
    secrets,
    headers: () => ({ authorization: `Bearer ${credentials.botToken}` }),
  });

  async function findPosted(channel: string, eventId: string, since: string, threadId: string | undefined) {
    const query = {
      channel,
      ts: threadId,
      oldest: ((Date.parse(since) - CLOCK_SKEW_MS) / 1000).toFixed(6),
      include_all_metadata: 'true',
      limit: 100,
    };
    // Replies in threads are not in a channel's history.
    const method = threadId ? '/conversations.replies' : '/conversations.history';
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply = await api.send({ method: 'GET', path: method, query: { ...query, cursor } }, isThreadGone);
      // A thread that was deleted holds nothing of ours.
      if (isThreadGone(reply)) return undefined;
      const found = parseBody(messagesReply, reply.json, { ...exchangeOf(`GET ${method}`), secrets });
      const own = found.messages.find(
        ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload?.eventId === eventId,
      );
      if (own) return own.ts;
      cursor = found.response_metadata?.next_cursor || undefined;
      if (!cursor) return undefined;
    }
    return undefined;
  }

  /** Also checks the token's scopes, which Slack sends with every answer. */
  async function whoWeAre() {
    const reply = await api.send({ method: 'POST', path: '/auth.test', isRepeatable: true });
    const scopes = reply.headers['x-oauth-scopes']?.split(/,\s*/);
    return { ...parseBody(authReply, reply.json, { ...exchangeOf('POST /auth.test'), secrets }), scopes };
  }

  return {
    async workspace() {
      return (await whoWeAre()).team_id;
    },

    async verify() {
      const { team, user, scopes } = await whoWeAre();
      if (scopes && !scopes.includes('chat:write')) {
        throw integrationErrors.unauthorized({
          detail: `The token of ${user} lacks the scope chat:write: it could not post`,
        });
      }
      const channels = [...new Set(Object.values(config.channels).filter((channel) => channel !== undefined))];
      const missing = new Set<string>();
      for (const id of channels) {
        const { channel } = await api.read(channelReply, {
          method: 'GET',
          path: '/conversations.info',
          query: { channel: id },
        });
        if (channel.is_archived) {
          throw integrationErrors.refused({ detail: `The channel ${channel.name ?? id} is archived: choose another` });
        }
        if (channel.is_member === false) {
          throw integrationErrors.refused({ detail: `${user} is not in the channel ${channel.name ?? id}: invite it` });
        }
        const history = channel.is_private ? 'groups:history' : 'channels:history';
        if (scopes && !scopes.includes(history)) missing.add(history);
      }
      const lacks =
        missing.size === 0
          ? ''
          : `, but without ${[...missing].join(' and ')} it cannot look whether a message was posted before`;
      return `${user} can post to ${channels.length === 1 ? 'one channel' : `${channels.length} channels`} of ${team}${lacks}`;
    },

    async post({ channel, message, eventId, mayBePosted, since, threadId }) {
      const earlier = mayBePosted ? await findPosted(channel, eventId, since, threadId) : undefined;
      if (earlier) return { messageId: earlier };
      const body = {
        channel,
        text: message.text,
        // Notifications show only the text, literally.
        mrkdwn: false,
        blocks: message.blocks,
        metadata: { event_type: EVENT_TYPE, event_payload: { eventId } },
        unfurl_links: false,
        ...(threadId && { thread_ts: threadId }),
      };
      const call = { method: 'POST', path: '/chat.postMessage', body, timeoutMs: POST_TIMEOUT_MS } as const;
      const { ts } = await api.read(postReply, call);
      return { messageId: ts };
    },

    async update({ channel, messageId, message }) {
      // Slack keeps metadata that an update does not send.
      const body = { channel, ts: messageId, text: message.text, blocks: message.blocks };
      await api.read(postReply, { method: 'POST', path: '/chat.update', body, isRepeatable: true });
    },
  };
}
