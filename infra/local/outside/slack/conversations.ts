// Channels and what was said in them. Every channel exists and has the app as a member, unless its name or id contains
// `missing`, `archived` or `private`. https://docs.slack.dev/reference/methods/conversations.history
import type { JsonObject } from '../../contracts.ts';
import { textOf, wholeNumber } from '../reading.ts';
import { codeOf } from '../stable-ids.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { failWith, ok, readArguments } from './arguments.ts';

/** A message as kept under `<channel id> <ts>` in the collection `messages`. */
export type Message = JsonObject & { ts: string; thread_ts?: string; metadata?: JsonObject };

/** The key of a message. */
export function messageKey(channel: string, ts: string): string {
  return `${channel} ${ts}`;
}

const CHANNEL_ID = /^[CDG][A-Z0-9]{8,}$/;

/** The id of a channel one may post to, given by its id or, as chat.postMessage allows, its name. */
export function existingChannel(channel: string | undefined): string {
  if (channel === undefined || /missing/i.test(channel)) return failWith('channel_not_found');
  if (/archived/i.test(channel)) return failWith('is_archived');
  if (/private/i.test(channel)) return failWith('not_in_channel');
  return CHANNEL_ID.test(channel) ? channel : `C${codeOf(10, 'channel', channel.replace(/^#/, ''))}`;
}

/** The id of a channel where only an id will do. */
export function channelIdOf(channel: string | undefined): string {
  return channel !== undefined && CHANNEL_ID.test(channel) ? existingChannel(channel) : failWith('channel_not_found');
}

/** Tells of every channel, also of one the app may not post to. */
export function channelInfo(call: Call): OutsideReply {
  const id = textOf(readArguments(call).channel) ?? '';
  if (!CHANNEL_ID.test(id) || id.includes('MISSING')) return failWith('channel_not_found');
  const name = id.toLowerCase();
  const isPrivate = id.includes('PRIVATE');
  const isArchived = id.includes('ARCHIVED');
  return ok({ channel: { id, name, is_archived: isArchived, is_member: !isPrivate } });
}

/** Newest first, without the replies in threads. */
export function conversationHistory(call: Call): OutsideReply {
  const sent = readArguments(call);
  const channel = channelIdOf(textOf(sent.channel));
  const messages = call.state
    .list<Message>('messages', messageKey(channel, ''))
    .filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts);
  return page(sent, messages.reverse());
}

/** The parent first, then its replies, oldest first. */
export function conversationReplies(call: Call): OutsideReply {
  const sent = readArguments(call);
  const channel = channelIdOf(textOf(sent.channel));
  const ts = textOf(sent.ts);
  const thread = call.state
    .list<Message>('messages', messageKey(channel, ''))
    .filter((message) => message.ts === ts || message.thread_ts === ts);
  return thread[0]?.ts === ts ? page(sent, thread) : failWith('thread_not_found');
}

function page(sent: JsonObject, messages: readonly Message[]): OutsideReply {
  const oldest = Number(sent.oldest ?? 0);
  if (Number.isNaN(oldest)) return failWith('invalid_ts_oldest');
  const within = messages.filter(({ ts }) => Number(ts) > oldest);
  const limit = wholeNumber(String(sent.limit ?? ''), 100, 1, 999);
  const start = startOf(textOf(sent.cursor), within);
  const end = start + limit;
  const next = within[end];
  return ok({
    messages: within.slice(start, end).map((message) => withoutMetadata(message, sent.include_all_metadata === 'true')),
    has_more: next !== undefined,
    ...(next && { response_metadata: { next_cursor: Buffer.from(`next_ts:${next.ts}`).toString('base64') } }),
  });
}

function startOf(cursor: string | undefined, messages: readonly Message[]): number {
  if (cursor === undefined) return 0;
  const ts = /^next_ts:([\d.]+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  const index = messages.findIndex((message) => message.ts === ts);
  return index < 0 ? failWith('invalid_cursor') : index;
}

function withoutMetadata(message: Message, isKept: boolean): JsonObject {
  const { metadata, ...rest } = message;
  return isKept && metadata ? { ...rest, metadata } : rest;
}
