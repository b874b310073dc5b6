// The Slack stand-in: tokens, messages, Block Kit's rules and what history answers.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../infra/local/contracts.ts';
import { type Ask, bearer, openWorld, type Sent } from './world-fixture.ts';

const C = 'C0RELEASES';
const open = (): Ask => openWorld().asking('slack', bearer('xoxb-1'));
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more: object = {}) => ({
  type: 'button',
  text: { type: 'plain_text', text: 'Approve' },
  action_id: 'approve',
  value: 'v',
  ...more,
});

async function post(slack: Ask, message: object): Promise<string> {
  const { body } = await slack('POST /api/chat.postMessage', { json: { channel: C, ...message } });
  expect(body).toMatchObject({ ok: true });
  return Object(body).ts;
}

describe('tokens', () => {
  const CASES: [token: string | undefined, error: string | undefined][] = [
    [undefined, 'not_authed'],
    ['xoxb-1', undefined],
    ['xoxp-1', undefined],
    ['ghp_1', 'invalid_auth'],
    ['xoxb-invalid', 'invalid_auth'],
    ['xoxb-expired', 'token_expired'],
  ];
  it.each(CASES)('%s answers 200 with the error %s', async (token, error) => {
    const reply = await openWorld().ask('slack', 'POST /api/auth.test', token ? { headers: bearer(token) } : {});
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject(error ? { ok: false, error } : { ok: true, team: 'Windlass', user: 'windlass' });
  });
});

describe('errors', () => {
  const CASES: [call: string, sent: Sent, error: string][] = [
    ['POST /api/chat.shout', {}, 'unknown_method'],
    ['POST /api/chat.postMessage', { text: '{', headers: { 'content-type': 'application/json' } }, 'invalid_json'],
    ['POST /api/chat.postMessage', { json: [1] }, 'json_not_object'],
    ['POST /api/chat.postMessage', { json: { text: 'x' } }, 'channel_not_found'],
    ['POST /api/chat.postMessage', { json: { channel: '#missing', text: 'x' } }, 'channel_not_found'],
    ['POST /api/chat.postMessage', { json: { channel: '#archived', text: 'x' } }, 'is_archived'],
    ['POST /api/chat.postMessage', { json: { channel: '#private', text: 'x' } }, 'not_in_channel'],
    ['POST /api/chat.postMessage', { json: { channel: C } }, 'no_text'],
    ['POST /api/chat.postMessage', { json: { channel: C, text: 'x'.repeat(40_001) } }, 'msg_too_long'],
    ['POST /api/chat.postMessage', { json: { channel: C, blocks: 'none' } }, 'invalid_blocks_format'],
    ['POST /api/chat.postMessage', { json: { channel: C, text: 'x', metadata: 'none' } }, 'invalid_metadata_format'],
    [
      'POST /api/chat.postMessage',
      { json: { channel: C, text: 'x', metadata: { event_type: 'e' } } },
      'invalid_metadata_schema',
    ],
    ['POST /api/chat.update', { json: { channel: C, ts: '1.0', text: 'x' } }, 'message_not_found'],
    ['GET /api/conversations.history', {}, 'channel_not_found'],
    ['GET /api/conversations.history?channel=releases', {}, 'channel_not_found'],
    [`GET /api/conversations.history?channel=${C}&oldest=soon`, {}, 'invalid_ts_oldest'],
    [`GET /api/conversations.history?channel=${C}&cursor=zzz`, {}, 'invalid_cursor'],
    [`GET /api/conversations.replies?channel=${C}&ts=1.0`, {}, 'thread_not_found'],
  ];
  it.each(CASES)('%s %j is 200 with %s', async (call, sent, error) => {
    expect(await open()(call, sent)).toMatchObject({ status: 200, body: { ok: false, error } });
  });

  it('is a plain 404 outside the API', async () => {
    expect(await open()('GET /nowhere')).toMatchObject({ status: 404 });
  });
});

describe('Block Kit', () => {
  const rich = (...elements: Json[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
  const WRONG: [what: string, blocks: Json, message: RegExp][] = [
    ['too many blocks', Array(51).fill(section('x')), /no more than 50 items allowed \[json-pointer:\/blocks\]/],
    ['a block that is no object', ['x'], /must be an object \[json-pointer:\/blocks\/0\]/],
    ['an unknown type', [{ type: 'banner' }], /unsupported type: banner/],
    ['a section of nothing', [{ type: 'section' }], /missing required field: text/],
    ['an empty text', [section('')], /must be more than 0 characters \[json-pointer:\/blocks\/0\/text\/text\]/],
    ['a long text', [section('x'.repeat(3001))], /must be less than 3001 characters/],
    [
      'eleven fields',
      [{ type: 'section', fields: Array(11).fill({ type: 'mrkdwn', text: 'x' }) }],
      /no more than 10 items/,
    ],
    ['a long field', [{ type: 'section', fields: [{ type: 'mrkdwn', text: 'x'.repeat(2001) }] }], /less than 2001/],
    ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], /unsupported type: mrkdwn/],
    ['a long header', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], /less than 151/],
    [
      'eleven context elements',
      [{ type: 'context', elements: Array(11).fill({ type: 'mrkdwn', text: 'x' }) }],
      /no more than 10/,
    ],
    ['no actions', [{ type: 'actions', elements: [] }], /missing required field: elements/],
    ['two alike action ids', [{ type: 'actions', elements: [button(), button()] }], /`action_id` must be unique/],
    ['a button without text', [{ type: 'actions', elements: [{ type: 'button' }] }], /missing required field: text/],
    [
      'a long button',
      [{ type: 'actions', elements: [button({ text: { type: 'plain_text', text: 'x'.repeat(76) } })] }],
      /less than 76/,
    ],
    ['a long value', [{ type: 'actions', elements: [button({ value: 'x'.repeat(2001) })] }], /less than 2001/],
    ['a value that is no text', [{ type: 'actions', elements: [button({ value: 7 })] }], /must be a string/],
    ['a style of its own', [{ type: 'actions', elements: [button({ style: 'loud' })] }], /valid enum value/],
    ['a broken link', [{ type: 'actions', elements: [button({ url: 'nowhere' })] }], /valid URL/],
    ['an action that is no button', [{ type: 'actions', elements: [{ type: 'image' }] }], /unsupported type/],
    ['an unknown part of rich text', [rich({ type: 'emoji', name: 'tada' })], /unsupported type: emoji/],
    ['an empty text in rich text', [rich({ type: 'text', text: '' })], /more than 0 characters/],
    ['a broken link in rich text', [rich({ type: 'link', url: 'nowhere' })], /valid URL/],
    ['a list of rich text', [{ type: 'rich_text', elements: [{ type: 'rich_text_list' }] }], /unsupported type/],
    ['a long block id', [{ ...section('x'), block_id: 'x'.repeat(256) }], /less than 256/],
  ];
  it.each(WRONG)('refuses %s', async (_, blocks, message) => {
    const { body } = await open()('POST /api/chat.postMessage', { json: { channel: C, text: 'x', blocks } });
    expect(body).toMatchObject({ ok: false, error: 'invalid_blocks', errors: [expect.stringMatching(message)] });
    expect(Object(body).response_metadata.messages[0]).toMatch(/^\[ERROR\] /);
  });

  it('takes a message of every block that Windlass would send', async () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Release 1.5.0' } },
      section('*Approval wanted*'),
      rich({ type: 'text', text: '*literal*' }, { type: 'link', url: 'https://windlass.example.com' }),
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Version*\n1.5.0' }] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'by ada' }] },
      { type: 'actions', elements: [button({ style: 'primary' }), button({ action_id: 'reject', style: 'danger' })] },
    ];
    const reply = await open()('POST /api/chat.postMessage', { json: { channel: C, text: 'x', blocks } });
    expect(reply.body).toMatchObject({ ok: true, message: { blocks } });
  });
});

describe('messages', () => {
  const metadata = { event_type: 'windlass', event_payload: { eventId: 'e1' } };
  const history = async (slack: Ask, query = '') =>
    Object((await slack(`GET /api/conversations.history?channel=${C}${query}`)).body);

  it('get times of their own even within one moment, and are answered newest first', async () => {
    const slack = open();
    const times = [await post(slack, { text: 'one' }), await post(slack, { text: 'two' })];
    expect(times).toEqual(['1772445600.000000', '1772445600.000001']);
    expect((await history(slack)).messages.map((message: { text: string }) => message.text)).toEqual(['two', 'one']);
  });

  it('answer their metadata only when asked for it', async () => {
    const slack = open();
    await post(slack, { text: 'one', metadata });
    expect((await history(slack)).messages[0]).not.toHaveProperty('metadata');
    expect((await history(slack, '&include_all_metadata=true')).messages[0].metadata).toEqual(metadata);
  });

  it('are paged, and bounded by oldest (exclusive)', async () => {
    const slack = open();
    const times = [];
    for (const text of ['1', '2', '3']) times.push(await post(slack, { text }));
    const first = await history(slack, '&limit=2');
    expect([first.messages.length, first.has_more]).toEqual([2, true]);
    const rest = await history(slack, `&limit=2&cursor=${encodeURIComponent(first.response_metadata.next_cursor)}`);
    expect([rest.messages.length, rest.has_more]).toEqual([1, false]);
    expect((await history(slack, `&oldest=${times[1]}`)).messages).toHaveLength(1);
  });

  it('in a thread are replies and not in the history', async () => {
    const slack = open();
    const ts = await post(slack, { text: 'parent' });
    await post(slack, { text: 'reply', thread_ts: ts });
    expect((await history(slack)).messages).toHaveLength(1);
    const { body } = await slack(`GET /api/conversations.replies?channel=${C}&ts=${ts}`);
    expect(Object(body).messages.map((message: { text: string }) => message.text)).toEqual(['parent', 'reply']);
  });

  it('keep their metadata when they change', async () => {
    const slack = open();
    const ts = await post(slack, { text: 'one', metadata, blocks: [section('x')] });
    expect((await slack('POST /api/chat.update', { json: { channel: C, ts, text: 'two' } })).body).toMatchObject({
      ok: true,
      ts,
      text: 'two',
    });
    const [message] = (await history(slack, '&include_all_metadata=true')).messages;
    expect(message).toMatchObject({ text: 'two', metadata });
    expect(message).not.toHaveProperty('blocks');
  });

  it('to a channel by name go to the channel of one id', async () => {
    const slack = open();
    const ids = [];
    for (const channel of ['#releases', 'releases']) {
      const { body } = await slack('POST /api/chat.postMessage', { json: { channel, text: 'x' } });
      ids.push(Object(body).channel);
    }
    expect(ids[0]).toMatch(/^C[A-Z0-9]{10}$/);
    expect(ids[1]).toBe(ids[0]);
  });
});

describe('channels', () => {
  it('a private channel says that the app is not in it', async () => {
    expect((await open()('GET /api/conversations.info?channel=C0PRIVATE1')).body).toMatchObject({
      ok: true,
      channel: { is_member: false },
    });
  });
});

describe('a response URL', () => {
  const CASES: [sent: Sent, status: number][] = [
    [{ json: { text: 'done', replace_original: true } }, 200],
    [{ json: { delete_original: true } }, 200],
    [{ json: {} }, 400],
    [{ text: 'x' }, 400],
    [{ json: { blocks: [{ type: 'banner' }] } }, 400],
  ];
  it.each(CASES)('%j is %i, without a token', async (sent, status) => {
    expect((await openWorld().ask('slack', 'POST /actions/T1-abc', sent)).status).toBe(status);
  });

  it('is used up after five answers', async () => {
    const { ask } = openWorld();
    const statuses = [];
    for (let i = 0; i < 6; i += 1)
      statuses.push((await ask('slack', 'POST /actions/T1-abc', { json: { text: 'x' } })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });
});
