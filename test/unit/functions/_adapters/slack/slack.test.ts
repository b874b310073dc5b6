// The chat client against a service that answers in Slack's shapes.
import { describe, expect, it } from 'vitest';
import { createAnswerInPrivate } from '../../../../../functions/_adapters/slack/response-url.ts';
import { createSlackClient } from '../../../../../functions/_adapters/slack/slack-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const POST = 'POST /api/chat.postMessage';
const HISTORY = 'GET /api/conversations.history';
const REPLIES = 'GET /api/conversations.replies';
const MESSAGE = { text: 'Released', blocks: [{ type: 'divider' }] };
const INPUT = {
  channel: 'C0RELEASES',
  message: MESSAGE,
  eventId: 'event-1',
  mayBePosted: false,
  since: '2026-03-01T12:00:00Z',
};
const posted = { body: { ok: true, channel: 'C0RELEASES', ts: '1772366400.000100' } };
const said = (ts: string, eventId: string, event_type = 'windlass') => ({
  ts,
  text: 'x',
  metadata: { event_type, event_payload: { eventId } },
});
const history = (...messages: object[]) => ({ body: { ok: true, messages, has_more: false } });

async function withSlack(
  answers: Answers,
  run: (client: ReturnType<typeof createSlackClient>, service: HttpService) => Promise<void>,
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).SLACK;
  await run(createSlackClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const auth = { 'POST /api/auth.test': { body: { ok: true, team: 'Acme', user: 'windlass' } } };
  const info = (is_member: boolean) => ({
    'GET /api/conversations.info': { body: { ok: true, channel: { id: 'C0RELEASES', name: 'releases', is_member } } },
  });

  it('looks at every channel', async () => {
    await withSlack({ ...auth, ...info(true) }, async (client, service) => {
      expect(await client.verify()).toBe('windlass can post to 2 channels of Acme');
      expect(service.seen.map(({ query }) => query.channel)).toEqual([undefined, 'C0RELEASES', 'C0APPROVALS']);
      expect(service.seen[0]?.headers.authorization).toBe(`Bearer xoxb-${CANARY}`);
    });
  });

  it('names the workspace that the token belongs to (S4)', async () => {
    const body = { ok: true, team: 'Acme', team_id: 'T0ACME', user: 'windlass' };
    await withSlack({ 'POST /api/auth.test': { body } }, async (client) => {
      expect(await client.workspace?.()).toBe('T0ACME');
    });
  });

  it('refuses an archived channel, and says what to do (K27)', async () => {
    const channel = { id: 'C0RELEASES', name: 'releases', is_member: true, is_archived: true };
    const archived = { 'GET /api/conversations.info': { body: { ok: true, channel } } };
    await withSlack({ ...auth, ...archived }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.refused',
        message: 'The channel releases is archived: choose another',
      });
    });
  });

  it('refuses a token that may not post (K27)', async () => {
    const body = { ok: true, team: 'Acme', user: 'windlass' };
    const reading = { body, headers: { 'x-oauth-scopes': 'channels:read, channels:history' } };
    await withSlack({ 'POST /api/auth.test': reading }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.unauthorized',
        message: 'The token of windlass lacks the scope chat:write: it could not post',
      });
    });
  });

  it.each([
    ['channels:history', { is_private: false }],
    ['groups:history', { is_private: true }],
  ])('says that a token without %s cannot look for what was posted before (K27)', async (scope, kind) => {
    const scopes = ['chat:write', 'channels:history', 'groups:history'].filter((one) => one !== scope).join(',');
    const body = { ok: true, team: 'Acme', user: 'windlass' };
    const channel = { id: 'C0RELEASES', name: 'releases', is_member: true, ...kind };
    const answers = {
      'POST /api/auth.test': { body, headers: { 'x-oauth-scopes': scopes } },
      'GET /api/conversations.info': { body: { ok: true, channel } },
    };
    await withSlack(answers, async (client) => {
      expect(await client.verify()).toBe(
        `windlass can post to 2 channels of Acme, but without ${scope} it cannot look whether a message was posted before`,
      );
    });
  });

  it('refuses a channel that the app is not in, and says what to do', async () => {
    await withSlack({ ...auth, ...info(false) }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.refused',
        message: 'windlass is not in the channel releases: invite it',
      });
    });
  });

  it.each([
    ['invalid_auth', 'integration.unauthorized'],
    ['not_authed', 'integration.unauthorized'],
    ['missing_scope', 'integration.unauthorized'],
    ['token_expired', 'integration.expired'],
    ['token_revoked', 'integration.expired'],
    ['account_inactive', 'integration.expired'],
    ['ratelimited', 'integration.rate_limited'],
    ['internal_error', 'integration.unavailable'],
    ['service_unavailable', 'integration.unavailable'],
    ['invalid_arguments', 'integration.refused'],
    ['something_new', 'integration.refused'],
    ['constructor', 'integration.refused'],
  ])('names the error %s as %s', async (error, code) => {
    await withSlack({ '*': { body: { ok: false, error, needed: 'chat:write' } } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code,
        message: `Slack answered 200 to POST /auth.test: ${error}; needs chat:write`,
      });
    });
  });
});

describe('post', () => {
  it('posts the message with the event id as metadata', async () => {
    await withSlack({ [POST]: posted }, async (client, service) => {
      expect(await client.post(INPUT)).toEqual({ messageId: '1772366400.000100' });
      expect(service.seen).toHaveLength(1);
      expect(service.only(POST).json).toEqual({
        channel: 'C0RELEASES',
        ...MESSAGE,
        mrkdwn: false,
        metadata: { event_type: 'windlass', event_payload: { eventId: 'event-1' } },
        unfurl_links: false,
      });
    });
  });

  it('posts into a thread', async () => {
    await withSlack({ [POST]: posted }, async (client, service) => {
      await client.post({ ...INPUT, threadId: '1.2' });
      expect(service.only(POST).json).toMatchObject({ thread_ts: '1.2' });
    });
  });

  it('answers the message that an earlier attempt posted', async () => {
    const messages = [said('9.9', 'event-2'), said('7.7', 'event-1', 'other'), { ts: '6.6' }, said('5.5', 'event-1')];
    await withSlack({ [HISTORY]: history(...messages) }, async (client, service) => {
      expect(await client.post({ ...INPUT, mayBePosted: true })).toEqual({ messageId: '5.5' });
      expect(service.calls('POST')).toEqual([]);
      expect(service.only(HISTORY).query).toMatchObject({
        channel: 'C0RELEASES',
        include_all_metadata: 'true',
        oldest: '1772366340.000000',
      });
    });
  });

  it('looks among the replies for a message in a thread', async () => {
    await withSlack({ [REPLIES]: history(said('5.5', 'event-1')) }, async (client, service) => {
      expect(await client.post({ ...INPUT, mayBePosted: true, threadId: '1.2' })).toEqual({ messageId: '5.5' });
      expect(service.only(REPLIES).query).toMatchObject({ ts: '1.2' });
    });
  });

  it('reads on by cursor', async () => {
    const first = { body: { ok: true, messages: [], response_metadata: { next_cursor: 'more' } } };
    await withSlack({ [HISTORY]: [first, history(said('5.5', 'event-1'))] }, async (client, service) => {
      expect(await client.post({ ...INPUT, mayBePosted: true })).toEqual({ messageId: '5.5' });
      expect(service.seen.map(({ query }) => query.cursor)).toEqual([undefined, 'more']);
    });
  });

  it('posts when the channel does not have it, and stops looking after ten pages', async () => {
    const endless = { body: { ok: true, messages: [], response_metadata: { next_cursor: 'more' } } };
    await withSlack({ [HISTORY]: endless, [POST]: posted }, async (client, service) => {
      await client.post({ ...INPUT, mayBePosted: true });
      expect(service.calls('GET')).toHaveLength(10);
      expect(service.calls('POST')).toHaveLength(1);
    });
  });

  it('posts when the thread that it looks in was deleted', async () => {
    const gone = { body: { ok: false, error: 'thread_not_found' } };
    await withSlack({ [REPLIES]: gone, [POST]: posted }, async (client) => {
      expect(await client.post({ ...INPUT, mayBePosted: true, threadId: '1.2' })).toEqual({
        messageId: '1772366400.000100',
      });
    });
  });

  it.each([
    ['is_archived', 'refused', 'the channel is archived: choose another'],
    ['not_in_channel', 'refused', 'the app is not in the channel: invite it'],
    ['channel_not_found', 'refused', 'the channel was deleted, or is private'],
    ['restricted_action', 'refused', 'ask an admin of Slack'],
    ['team_access_not_granted', 'unauthorized', 'team_access_not_granted'],
    ['team_added_to_org', 'unavailable', 'team_added_to_org'],
    ['org_login_required', 'unavailable', 'org_login_required'],
  ])('says what to do about %s, and whether it passes', async (error, code, words) => {
    await withSlack({ [POST]: { body: { ok: false, error } } }, async (client) => {
      const message = expect.stringContaining(words);
      await expect(client.post(INPUT)).rejects.toMatchObject({ code: `integration.${code}`, message });
    });
  });

  it('tells what Slack finds wrong with the blocks', async () => {
    const body = { ok: false, error: 'invalid_blocks', response_metadata: { messages: ['[ERROR] missing: text'] } };
    await withSlack({ [POST]: { body } }, async (client) => {
      await expect(client.post(INPUT)).rejects.toThrow(/invalid_blocks; \[ERROR\] missing: text/);
    });
  });

  it('says when to try again', async () => {
    const limited = { status: 429, headers: { 'retry-after': '30' }, body: { ok: false, error: 'ratelimited' } };
    await withSlack({ [POST]: limited }, async (client) => {
      await expect(client.post(INPUT)).rejects.toMatchObject({
        code: 'integration.rate_limited',
        details: { retryAfterSeconds: 30 },
      });
    });
  });
});

describe('update', () => {
  it('replaces text and blocks and leaves the metadata', async () => {
    await withSlack({ 'POST /api/chat.update': posted }, async (client, service) => {
      await client.update({ channel: 'C0RELEASES', messageId: '5.5', message: MESSAGE });
      expect(service.seen[0]?.json).toEqual({ channel: 'C0RELEASES', ts: '5.5', ...MESSAGE });
    });
  });
});

describe('an answer in private', () => {
  const answer = (url: string) => createAnswerInPrivate(localOutbound)(url, 'You may not.');

  it('is an ephemeral message without markup beside the one that was pressed', async () => {
    await using service = await startHttpService({ 'POST /actions/1': { body: 'ok' } });
    expect(await answer(`${service.url}/actions/1`)).toBe(true);
    expect(service.only('POST /actions/1').json).toEqual({
      response_type: 'ephemeral',
      mrkdwn: false,
      replace_original: false,
      text: 'You may not.',
    });
  });

  it.each([
    ['expired', { status: 404, body: { ok: false, error: 'expired_url' } }],
    ['used up', { status: 404, body: { ok: false, error: 'used_url' } }],
    ['of a Slack that is down', { status: 500, body: 'fatal_error' }],
  ])('to an address that is %s is given up', async (_, reply) => {
    await using service = await startHttpService({ '*': reply });
    expect(await answer(`${service.url}/actions/1`)).toBe(false);
  });

  it.each(['http://169.254.169.254/latest', 'http://10.0.0.1/', 'nonsense'])('is not sent to %s', async (url) => {
    expect(await answer(url)).toBe(false);
  });
});
