// The way to Amazon SES: what it is sent, what its refusals mean, and that nothing is asked twice or says too much.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Mail } from '../../../../../functions/_adapters/adapter.ts';
import { createMailer } from '../../../../../functions/_kit/outbound/mailer.ts';
import { type Answer, type HttpService, listen, startHttpService } from '../../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const LATER = 'Sun, 01 Mar 2026 12:01:30 GMT';
const SEND = 'POST /v2/email/outbound-emails';
const mail: Mail = {
  from: '"Acme" <releases@acme.example>',
  to: ['team@acme.example', 'ada@acme.example'],
  subject: 'Released',
  text: 'It is out.\n',
  html: '<p>It is out.</p>',
  eventId: 'event-1',
};

let service: HttpService;
afterEach(() => service[Symbol.asyncDispose]());

function mailerOf({ url }: HttpService) {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'canary-secret', sessionToken: 'canary-session' };
  return createMailer({ endpoint: url, region: 'eu-central-1', credentials });
}

async function sendTo(answer: Answer) {
  service = await startHttpService({ [SEND]: answer });
  return mailerOf(service)(mail).catch((error: unknown) => error);
}

const refusal = (status: number, type: string, message = 'what SES said', headers = {}): Answer => ({
  status,
  headers: { 'x-amzn-errortype': type, ...headers },
  body: { message },
});

it('sends both parts and the id of the event, signed, in one request', async () => {
  expect(await sendTo({ body: { MessageId: 'm-1' } })).toEqual({ messageId: 'm-1' });
  const { json, headers } = service.only(SEND);
  expect(json).toEqual({
    FromEmailAddress: '"Acme" <releases@acme.example>',
    Destination: { ToAddresses: ['team@acme.example', 'ada@acme.example'] },
    Content: {
      Simple: {
        Subject: { Data: 'Released', Charset: 'UTF-8' },
        Body: {
          Text: { Data: 'It is out.\n', Charset: 'UTF-8' },
          Html: { Data: '<p>It is out.</p>', Charset: 'UTF-8' },
        },
        Headers: [{ Name: 'X-Windlass-Event-Id', Value: 'event-1' }],
      },
    },
  });
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-central-1\/ses\/aws4_request/,
  );
});

describe('a refusal', () => {
  it.each([
    ['TooManyRequestsException', 429, 'rate_limited'],
    ['LimitExceededException', 400, 'rate_limited'],
    ['ThrottlingException', 400, 'rate_limited'],
    ['MessageRejected', 400, 'refused'],
    ['MailFromDomainNotVerifiedException', 400, 'refused'],
    ['BadRequestException', 400, 'refused'],
    ['NotFoundException', 404, 'refused'],
    ['AccountSuspendedException', 400, 'refused'],
    ['SendingPausedException', 400, 'refused'],
    ['constructor', 400, 'refused'],
  ])('by %s (%i) is integration.%s, in the words of SES', async (type, status, code) => {
    expect(await sendTo(refusal(status, type))).toMatchObject({
      code: `integration.${code}`,
      message: `Amazon SES answered ${status}: what SES said`,
    });
    expect(service.seen).toHaveLength(1);
  });

  it.each([
    ['UnrecognizedClientException', 403, 'unauthorized'],
    ['InvalidClientTokenId', 403, 'unauthorized'],
    ['InvalidSignatureException', 403, 'unauthorized'],
    ['SignatureDoesNotMatch', 403, 'unauthorized'],
    ['AccessDeniedException', 400, 'unauthorized'],
    ['ExpiredTokenException', 403, 'expired'],
  ])('by %s (%i) is integration.%s, and quotes nothing', async (type, status, code) => {
    const error = await sendTo(
      refusal(status, type, 'arn:aws:sts::1:assumed-role/r x-amz-security-token:canary-session'),
    );
    expect(error).toMatchObject({ code: `integration.${code}`, message: `Amazon SES answered ${status}: ${type}` });
    expect(JSON.stringify(error)).not.toMatch(/canary|arn:/);
  });

  it.each([
    ['by its Retry-After', 'Maximum sending rate exceeded.', { 'retry-after': '7' }, 7],
    ['by the date of its Retry-After (K16)', 'Maximum sending rate exceeded.', { 'retry-after': LATER }, 90],
    ['longer than the day’s quota (K16)', 'Daily message quota exceeded.', { 'retry-after': '2000' }, 2_000],
    ['by itself when SES does not say', 'Maximum sending rate exceeded.', {}, undefined],
    ['for half an hour when the day’s quota is used up', 'Daily message quota exceeded.', {}, 1_800],
  ])('for too many mails is waited for %s', async (_, message, headers, retryAfterSeconds) => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const error = (await sendTo(refusal(429, 'TooManyRequestsException', message, headers))) as { details: object };
    expect(error.details).toEqual({
      detail: `Amazon SES answered 429: ${message}`,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
    vi.useRealTimers();
  });

  it('is cut to a readable length', async () => {
    const error = (await sendTo(refusal(400, 'MessageRejected', 'x'.repeat(5_000)))) as Error;
    expect(error.message).toHaveLength('Amazon SES answered 400: '.length + 301);
  });
});

describe('what leaves open whether the mail was taken', () => {
  it.each([
    ['a failure of SES', { status: 500, body: { message: 'Internal failure' } }, 'unavailable', 'answered 500'],
    ['a page of somebody between', { status: 502, body: '<html>' }, 'unavailable', 'answered 502'],
    ['a success that is no JSON', { status: 200, body: '<html>' }, 'reply_invalid', 'answered 200'],
  ])('%s is asked about once', async (_, answer, code, words) => {
    expect(await sendTo(answer)).toMatchObject({ code: `integration.${code}`, message: `Amazon SES ${words}` });
    expect(service.seen).toHaveLength(1);
  });

  it('a connection that breaks is asked about once', async () => {
    let asked = 0;
    service = await listen((incoming) => {
      asked += 1;
      incoming.socket.destroy();
    });
    await expect(mailerOf(service)(mail)).rejects.toMatchObject({
      code: 'integration.unavailable',
      message: 'Amazon SES did not answer',
    });
    expect(asked).toBe(1);
  });
});

it('a mail that SES took without naming it was sent', async () => {
  expect(await sendTo({ body: {} })).toEqual({ messageId: '' });
});
