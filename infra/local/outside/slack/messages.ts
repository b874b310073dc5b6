// Messages: posting, changing, deleting, and the response URLs Slack hands out with an interaction.
// https://docs.slack.dev/reference/methods/chat.postMessage
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { textOf } from '../reading.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { failWith, ok, readArguments } from './arguments.ts';
import { checkBlocks } from './block-kit.ts';
import { channelIdOf, existingChannel, type Message, messageKey } from './conversations.ts';

const MAX_TEXT = 40_000;
const MAX_RESPONSE_URL_USES = 5;

export function postMessage(call: Call): OutsideReply {
  const sent = readArguments(call);
  const channel = existingChannel(textOf(sent.channel));
  const content = readContent(sent);
  const ts = nextTs(call, channel);
  const threadTs = textOf(sent.thread_ts);
  const message: Message = { ts, ...(threadTs && { thread_ts: threadTs }), ...content };
  call.state.put('messages', messageKey(channel, ts), message);
  return ok({ channel, ts, message });
}

export function updateMessage(call: Call): OutsideReply {
  const sent = readArguments(call);
  const { channel, message } = existingMessage(call, sent);
  const content = readContent(sent);
  // Metadata stays unless the change carries its own; blocks do not survive a change that has only text.
  const { blocks: _, ...kept } = message;
  const changed: Message = { ...kept, ...content, ts: message.ts };
  call.state.put('messages', messageKey(channel, message.ts), changed);
  return ok({ channel, ts: message.ts, text: String(changed.text ?? ''), message: changed });
}

/** A response URL takes at most five answers and needs no token. */
export function answerResponseUrl(call: Call): OutsideReply {
  const body = parseJson(call.request.body);
  if (!isObject(body)) return refuse(400, 'invalid_payload');
  if (body.delete_original !== true) {
    const { text, blocks } = body;
    if (textOf(text) === undefined && blocks === undefined) return refuse(400, 'no_text');
    const isWrong = blocks !== undefined && (!Array.isArray(blocks) || checkBlocks(blocks).length > 0);
    if (isWrong) return refuse(400, 'invalid_blocks');
  }
  const uses = call.state.next(`response_url ${param(call, 'id')}`);
  if (uses > MAX_RESPONSE_URL_USES) return refuse(404, { ok: false, error: 'used_url' });
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
}

function existingMessage(call: Call, sent: JsonObject): { channel: string; message: Message } {
  const channel = channelIdOf(textOf(sent.channel));
  const ts = textOf(sent.ts);
  const message = ts && call.state.get<Message>('messages', messageKey(channel, ts));
  return message ? { channel, message } : failWith('message_not_found');
}

function readContent(sent: JsonObject): JsonObject {
  const text = textOf(sent.text);
  const blocks = readBlocks(sent.blocks);
  const metadata = readMetadata(sent.metadata);
  if (text === undefined && blocks === undefined && sent.attachments === undefined) return failWith('no_text');
  if (text !== undefined && text.length > MAX_TEXT) return failWith('msg_too_long');
  return { text: text ?? '', ...(blocks && { blocks }), ...(metadata && { metadata }) };
}

function readBlocks(sent: Json | undefined): Json[] | undefined {
  if (sent === undefined) return undefined;
  if (!Array.isArray(sent)) return failWith('invalid_blocks_format');
  const errors = checkBlocks(sent);
  if (errors.length === 0) return sent;
  return failWith('invalid_blocks', {
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
}

function readMetadata(sent: Json | undefined): JsonObject | undefined {
  if (sent === undefined) return undefined;
  if (!isObject(sent)) return failWith('invalid_metadata_format');
  const isComplete = textOf(sent.event_type) !== undefined && isObject(sent.event_payload);
  return isComplete ? sent : failWith('invalid_metadata_schema');
}

// A ts is a time in microseconds and the message's identity in its channel, so no two are alike.
function nextTs(call: Call, channel: string): string {
  const last = call.state.get<number>('last-ts', channel) ?? 0;
  const micros = Math.max(call.now * 1000, last + 1);
  call.state.put('last-ts', channel, micros);
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
