// Rules for the clients of all types: a failure has the same name at every service, and no credential is in an error.
import { describe, expect, it } from 'vitest';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../../entities/integrations/types/integration-types.ts';
import {
  chatClient,
  mailClient,
  pipelineClient,
  scmClient,
  storeClient,
  ticketClient,
  verifierFor,
} from '../../../../functions/_adapters/clients.ts';
import {
  appleKeys,
  CANARY,
  googleKeys,
  integrationSamples,
  pemOf,
} from '../../../support/releases/integration-samples.ts';
import { type Answer, type Answers, localOutbound, startHttpService } from '../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const TYPES = Object.keys(INTEGRATION_TYPES) as IntegrationType[];
/** Mail goes through an injected `send`, not through our outgoing HTTP, and an environment is no service outside: they have tests of their own. */
const CALLING = TYPES.filter((type) => type !== 'EMAIL' && type !== 'SERVER');
/** To a webhook, and at the root of a registry, any 2xx is an answer, whatever its body: their own tests say more. */
const READING: readonly IntegrationType[] = CALLING.filter((type) => type !== 'WEB' && type !== 'OCI_REGISTRY');
const GOOGLE_TOKEN: Answers = { 'POST /token': { body: { access_token: `ya29.${CANARY}`, expires_in: 3600 } } };

const contextOf = (type: IntegrationType, url: string) => ({
  ...integrationSamples(url)[type],
  outbound: localOutbound,
  now: () => NOW,
});

async function verifyAgainst(type: IntegrationType, answer: Answer) {
  await using service = await startHttpService({ ...GOOGLE_TOKEN, '*': answer });
  return await verifierFor(type, contextOf(type, service.url))
    .verify()
    .catch((error: unknown) => error);
}

const FAILURES: readonly (readonly [string, Answer, object])[] = [
  ['401', { status: 401 }, { code: 'integration.unauthorized' }],
  ['403', { status: 403 }, { code: 'integration.unauthorized' }],
  ['404', { status: 404 }, { code: 'integration.refused' }],
  ['409', { status: 409 }, { code: 'integration.refused' }],
  ['422', { status: 422 }, { code: 'integration.refused' }],
  ['408', { status: 408 }, { code: 'integration.unavailable' }],
  ['500', { status: 500 }, { code: 'integration.unavailable' }],
  ['503', { status: 503, body: '<html>' }, { code: 'integration.unavailable' }],
  ['429', { status: 429 }, { code: 'integration.rate_limited' }],
  [
    '429 with seconds',
    { status: 429, headers: { 'retry-after': '7' } },
    { code: 'integration.rate_limited', details: { retryAfterSeconds: 7 } },
  ],
  [
    '429 with a date',
    { status: 429, headers: { 'retry-after': 'Sun, 01 Mar 2026 12:01:30 GMT' } },
    { code: 'integration.rate_limited', details: { retryAfterSeconds: 90 } },
  ],
  [
    '429 with the reset of a limit (K16)',
    { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 150) } },
    { code: 'integration.rate_limited', details: { retryAfterSeconds: 150 } },
  ],
  [
    '429 with a reset as a date (K16)',
    { status: 429, headers: { 'ratelimit-reset': '2026-03-01T12:05Z' } },
    { code: 'integration.rate_limited', details: { retryAfterSeconds: 300 } },
  ],
  [
    '503 with a date (K16)',
    { status: 503, headers: { 'retry-after': 'Sun, 01 Mar 2026 12:20:00 GMT' } },
    { code: 'integration.unavailable', details: { retryAfterSeconds: 1200 } },
  ],
  [
    '503 with seconds',
    { status: 503, headers: { 'retry-after': '3' } },
    { code: 'integration.unavailable', details: { retryAfterSeconds: 3 } },
  ],
];
const UNREADABLE: readonly (readonly [string, Answer])[] = [
  ['200 without JSON', { body: 'hello' }],
  ['200 of another shape', { body: { hello: 'world' } }],
];

describe.each(READING)('the client of %s', (type) => {
  it.each(UNREADABLE)('refuses to read %s', async (_label, answer) => {
    expect(await verifyAgainst(type, answer)).toMatchObject({ code: 'integration.reply_invalid' });
  });

  it('names the paths of a reply that does not fit', async () => {
    const failure = await verifyAgainst(type, { body: { hello: CANARY } });
    expect(failure).toMatchObject({
      code: 'integration.reply_invalid',
      details: { fields: expect.arrayContaining([expect.objectContaining({ path: expect.stringMatching(/\w/) })]) },
    });
  });
});

describe.each(CALLING)('the client of %s', (type) => {
  it.each(FAILURES)('names the failure %s', async (_label, answer, expected) => {
    const failure = await verifyAgainst(type, answer);
    expect(failure).toMatchObject(expected);
  });

  it.each([200, 400, 401, 403, 404, 429, 500].filter((status) => status !== 200 || READING.includes(type)))(
    'keeps its credentials out of the error when a service echoes them with %i',
    async (status) => {
      await using service = await startHttpService({
        ...GOOGLE_TOKEN,
        '*': ({ headers, text, path }) => {
          const own = Object.values(integrationSamples('')[type].credentials).join(' ');
          const echo = `${own} ${path} ${JSON.stringify(headers)} ${text}`;
          return { status, headers: { 'x-error': echo.replace(/\s+/g, ' ') }, body: echoBody(echo) };
        },
      });
      const failure = await verifierFor(type, contextOf(type, service.url))
        .verify()
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      const { message, stack, details } = failure as Error & { details: unknown };
      const shown = `${message} ${stack} ${JSON.stringify(details)}`;
      const { authorization = 'none' } = service.seen.at(-1)?.headers ?? {};
      expect(shown).not.toContain(CANARY);
      expect(shown).not.toContain(authorization.replace(/^\w+ /, ''));
      for (const line of privateKeyOf(type)
        .split('\n')
        .filter((one) => one.length > 20 && !one.startsWith('-'))) {
        expect(shown).not.toContain(line);
      }
    },
  );
});

describe('a limit whose answer states no time', () => {
  const limits: [IntegrationType, string, Answer, number | undefined][] = [
    [
      'GITHUB',
      'at least a minute after a secondary limit (K16)',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' } },
      60,
    ],
    ['GITHUB_ACTIONS', 'at least a minute (K16)', { status: 429, headers: { 'x-ratelimit-remaining': '7' } }, 60],
    [
      'APP_STORE',
      'until the rolling hour has room again (K16)',
      { status: 429, headers: { 'x-rate-limit': 'user-hour-lim:3500;user-hour-rem:0;' } },
      300,
    ],
    ['BITBUCKET', 'as retries do', { status: 429 }, undefined],
  ];
  it.each(limits)('%s is waited for %s', async (type, _label, answer, seconds) => {
    const failure = await verifyAgainst(type, answer);
    expect(failure).toMatchObject({ code: 'integration.rate_limited' });
    expect(Object(failure).details.retryAfterSeconds).toBe(seconds);
  });
});

const privateKeyOf = (type: IntegrationType) =>
  type === 'APP_STORE' ? pemOf(appleKeys) : type === 'PLAY_STORE' ? pemOf(googleKeys) : '';

/** One body that every service's error shape can be read from. */
const echoBody = (echo: string) => ({
  ok: false,
  error: echo,
  message: echo,
  errorMessages: [echo],
  errors: [{ code: echo, message: echo, detail: echo }],
});

describe('the client of a kind', () => {
  it.each([
    ['scm', scmClient, 'SCM'],
    ['store', storeClient, 'TARGET'],
    ['pipeline', pipelineClient, 'PIPELINE'],
    ['ticket', ticketClient, 'TICKET'],
  ] as const)('%s is made for the types of its kind alone', (_label, make, kind) => {
    for (const type of TYPES) {
      const attempt = () => make(type, contextOf(type, 'http://127.0.0.1:9'));
      if (INTEGRATION_TYPES[type].kind === kind) expect(attempt()).toHaveProperty('verify');
      else expect(attempt).toThrow(expect.objectContaining({ code: 'integration.reference_invalid' }));
    }
  });

  it.each([
    ['chat', chatClient, 'SLACK'],
    ['mail', mailClient, 'EMAIL'],
  ] as const)('%s is made for its one type alone', (_label, make, own) => {
    for (const type of TYPES) {
      const attempt = () => make(type, contextOf(type, 'http://127.0.0.1:9'));
      if (type === own) expect(attempt()).toHaveProperty('post');
      else expect(attempt).toThrow(expect.objectContaining({ code: 'integration.reference_invalid' }));
    }
  });

  it('is refused for a stored integration that does not fit, naming the path and not the value', () => {
    const context = {
      ...contextOf('SLACK', 'http://127.0.0.1:9'),
      credentials: { botToken: 7, signingSecret: CANARY },
    };
    expect(() => verifierFor('SLACK', context)).toThrow(
      expect.objectContaining({
        code: 'integration.reference_invalid',
        message: expect.stringMatching(/^(?!.*canary).*credentials\.botToken/),
      }),
    );
  });
});
