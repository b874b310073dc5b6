// The store client of a deployment endpoint: what it is told, how it is signed, and what it cannot do.
import { describe, expect, it } from 'vitest';
import { isSignedWebhook } from '../../../../../functions/_adapters/standard-webhook.ts';
import { createWebClient } from '../../../../../functions/_adapters/web/web-client.ts';
import { CANARY, integrationSamples, SIGNING_SECRET } from '../../../../support/releases/integration-samples.ts';
import { inEnglish } from '../../../../support/releases/store-notes.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const DEPLOY = 'POST /deploy';
/** As it arrives. */
const TOLD = { version: '1.5.0', buildNumber: '1045', notes: 'All new', notesByLocale: { 'en-US': 'All new' } };
const INPUT = { version: '1.5.0', buildNumber: '1045', notes: inEnglish('All new') };

async function withEndpoint(
  answers: Answers,
  run: (client: ReturnType<typeof createWebClient>, service: HttpService) => Promise<void>,
  { query = '', now = () => NOW } = {},
) {
  await using service = await startHttpService(answers);
  const { config, credentials } = integrationSamples(service.url).WEB;
  const context = { config: { url: config.url + query }, credentials, outbound: localOutbound, now };
  await run(createWebClient(context), service);
}

describe('what an endpoint is told', () => {
  it('of a version: a message signed over its bytes, now', async () => {
    await withEndpoint({ [DEPLOY]: { status: 202 } }, async (client, service) => {
      const { submissionId } = await client.submit(INPUT);
      const { json, text, headers } = service.only(DEPLOY);
      expect(json).toEqual({ type: 'windlass.release_requested', timestamp: '2026-03-01T12:00:00.000Z', data: TOLD });
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': submissionId });
      const given = headers as Record<string, string>;
      expect(isSignedWebhook(SIGNING_SECRET, given, Buffer.from(text), NOW)).toBe(true);
      expect(`${text}${JSON.stringify(headers)}`).not.toContain(CANARY);
    });
  });

  it('is the same message when it is repeated later, and another for another build', async () => {
    let now = NOW;
    await withEndpoint(
      { [DEPLOY]: { status: 204 } },
      async (client, service) => {
        const first = await client.submit(INPUT);
        now += 600_000;
        expect(await client.submit(INPUT)).toEqual(first);
        expect(await client.submit({ ...INPUT, buildNumber: '1046' })).not.toEqual(first);
        expect(await client.submit({ version: '1.5.0', notes: inEnglish('') })).not.toEqual(first);
        const times = service.seen.map(({ headers }) => Number(headers['webhook-timestamp']) * 1000 - NOW);
        expect(times).toEqual([0, 600_000, 600_000, 600_000]);
        expect(first.submissionId).toMatch(/^msg_[\w-]{27}$/);
      },
      { now: () => now },
    );
  });

  it('is another message when the version is handed over again, and the same when that is repeated', async () => {
    await withEndpoint({ [DEPLOY]: { status: 204 } }, async (client) => {
      const again = { ...INPUT, notes: inEnglish('Better'), submittedBefore: '2026-02-28T12:00:00.000Z' };
      const [first, second, repeated] = [
        await client.submit(INPUT),
        await client.submit(again),
        await client.submit(again),
      ];
      expect(second).not.toEqual(first);
      expect(repeated).toEqual(second);
    });
  });

  it('to verify: a ping that asks for nothing', async () => {
    await withEndpoint({ [DEPLOY]: { status: 204 } }, async (client, service) => {
      expect(await client.verify()).toMatch(/^127\.0\.0\.1:\d+ takes our webhooks$/);
      expect(service.only(DEPLOY).json).toMatchObject({ type: 'windlass.ping', data: {} });
    });
  });

  it('comes to the whole address, with its query', async () => {
    await withEndpoint(
      { [DEPLOY]: { status: 204 } },
      async (client, service) => {
        await client.verify();
        expect(service.only(DEPLOY).query).toEqual({ stage: 'production', region: 'eu west' });
      },
      { query: '?stage=production&region=eu%20west' },
    );
  });
});

describe('what an endpoint answers', () => {
  it.each([
    ['<!DOCTYPE html><html><head><title>Sign in &amp; continue</title></head></html>', 'the page "Sign in & continue"'],
    ['\n<html lang="en"><body>Welcome</body></html>', 'a page'],
  ])('is no success when it is a page of something before it: %s (K3)', async (body, shown) => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body };
    await withEndpoint({ [DEPLOY]: page }, async (client) => {
      const refusal = {
        code: 'integration.reply_invalid',
        message: expect.stringContaining(`answered 200 with ${shown}:`),
      };
      await expect(client.submit(INPUT)).rejects.toMatchObject(refusal);
      await expect(client.verify()).rejects.toMatchObject(refusal);
    });
  });

  it.each(['ok', '<ok/>', '{"queued":true}', ''])('is a success with the text "%s"', async (body) => {
    await withEndpoint(
      { [DEPLOY]: { status: 200, headers: { 'content-type': 'text/html' }, body } },
      async (client) => {
        await expect(client.submit(INPUT)).resolves.toBeDefined();
      },
    );
  });

  it.each([
    [400, { detail: 'no such version' }, 'refused', 'no such version'],
    [401, { message: 'bad signature' }, 'unauthorized', 'bad signature'],
    [404, { error: 'nothing here' }, 'refused', 'nothing here'],
    [410, {}, 'refused', 'answered 410 to POST /deploy'],
    [500, 'oops', 'unavailable', 'answered 500'],
  ])('%i with %j is an error in its words', async (status, body, code, said) => {
    await withEndpoint({ [DEPLOY]: { status, body } }, async (client) => {
      await expect(client.submit(INPUT)).rejects.toMatchObject({
        code: `integration.${code}`,
        message: expect.stringContaining(said),
      });
    });
  });

  it.each([
    [409, '120', 'unavailable', 120],
    [423, '60', 'unavailable', 60],
    [425, '1', 'unavailable', 1],
    [422, '60', 'refused', undefined],
    [409, undefined, 'refused', undefined],
  ])('%i with Retry-After %s is %s (K16)', async (status, seconds, code, retryAfterSeconds) => {
    const headers: Record<string, string> = seconds === undefined ? {} : { 'retry-after': seconds };
    await withEndpoint(
      { [DEPLOY]: { status, headers, body: { detail: 'another deployment runs' } } },
      async (client) => {
        const error = await client.submit(INPUT).catch((one: unknown) => one);
        expect(error).toMatchObject({ code: `integration.${code}` });
        expect((error as { details: { retryAfterSeconds?: number } }).details.retryAfterSeconds).toBe(
          retryAfterSeconds,
        );
      },
    );
  });

  it.each([
    ...[301, 302, 303].map((status) => [status, '/thanks', 'to http://127'] as const),
    [302, 'https://login.example/', 'to https://login.example'] as const,
    ...[300, 302, 304].map((status) => [status, undefined, 'says not where'] as const),
  ])('%i to %s is a failed attempt that says "redirects" (K3)', async (status, location, said) => {
    const headers = location === undefined ? {} : { location };
    const answers = { [DEPLOY]: { status, headers }, 'GET /thanks': { status: 200, body: {} } };
    await withEndpoint(answers, async (client, service) => {
      for (const attempt of [client.submit(INPUT), client.verify()]) {
        await expect(attempt).rejects.toMatchObject({
          code: 'integration.refused',
          message: expect.stringMatching(new RegExp(`redirects.*${said}`)),
        });
      }
      expect(service.calls('GET')).toEqual([]);
    });
  });

  it('is that to the request that was made where 307 sends it elsewhere (K3)', async () => {
    const answers = { [DEPLOY]: { status: 307, headers: { location: '/v2' } }, 'POST /v2': { status: 202 } };
    await withEndpoint(answers, async (client, service) => {
      await client.submit(INPUT);
      expect(service.only('POST /v2').json).toMatchObject({ data: TOLD });
    });
  });

  it.each([200, 201, 202, 204])('%i is submitted, whatever its body', async (status) => {
    await withEndpoint({ [DEPLOY]: { status, body: status === 204 ? undefined : 'thanks' } }, async (client) => {
      expect(await client.submit(INPUT)).toHaveProperty('submissionId');
    });
  });
});

describe('what an endpoint cannot do', () => {
  type Client = ReturnType<typeof createWebClient>;
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['submit to a part', (client) => client.submit({ ...INPUT, percentage: 10 })],
    ['rollOut', (client) => client.rollOut({ version: '1.5.0', percentage: 100 })],
    ['pauseRollout', (client) => client.pauseRollout({ version: '1.5.0' })],
    ['resumeRollout', (client) => client.resumeRollout({ version: '1.5.0' })],
    ['haltRollout', (client) => client.haltRollout({ version: '1.5.0' })],
    ['status', (client) => client.status({ version: '1.5.0' })],
  ])('%s is refused without a call', async (_label, attempt) => {
    await withEndpoint({}, async (client, service) => {
      await expect(attempt(client)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('no staged rollout'),
      });
      expect(service.seen).toEqual([]);
    });
  });

  it.each<[string, (client: Client) => Promise<unknown>, string]>([
    [
      'submit for a release by hand',
      (client) => client.submit({ ...INPUT, releaseMode: 'MANUAL' }),
      'as soon as it is told',
    ],
    ['release', (client) => client.release({ version: '1.5.0' }), 'as soon as it is told'],
    ['withdraw', (client) => client.withdraw({ version: '1.5.0' }), 'cannot withdraw a version'],
  ])('%s is refused in words without a call', async (_label, attempt, said) => {
    await withEndpoint({}, async (client, service) => {
      const message = expect.stringContaining(said);
      await expect(attempt(client)).rejects.toMatchObject({ code: 'integration.refused', message });
      expect(service.seen).toEqual([]);
    });
  });
});
