// Sends mails through Amazon SES, one SendEmail call each. SES has no idempotency token and cannot be asked about earlier
// mails, so a call is never repeated here. A caller that repeats one may send the mail twice if the first answer was lost.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html

import { text as textOf } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { SendMail } from '../../_adapters/adapter.ts';
import { readEnvironment } from '../env.ts';
import { statedWait } from './stated-wait.ts';

const PATH = '/v2/email/outbound-emails';
const TIMEOUT_MS = 8_000;
/** The quota covers any 24 hours, longer than a notifier retries (fifty receives, at most half an hour apart). */
const DAILY_QUOTA_SECONDS = 1_800;
const MESSAGE_LENGTH = 300;

type Reason = 'unauthorized' | 'expired' | 'rate_limited' | 'unavailable' | 'refused' | 'reply_invalid';

/**
 * Reasons by error name, where the HTTP status is not enough. SES's own errors are listed under API_SendEmail, the others
 * under "Common Error Types".
 */
const REASONS: Readonly<Record<string, Reason>> = {
  TooManyRequestsException: 'rate_limited',
  LimitExceededException: 'rate_limited',
  ThrottlingException: 'rate_limited',
  Throttling: 'rate_limited',
  ExpiredTokenException: 'expired',
  ExpiredToken: 'expired',
  AccessDeniedException: 'unauthorized',
  IncompleteSignature: 'unauthorized',
  InvalidClientTokenId: 'unauthorized',
  InvalidSignatureException: 'unauthorized',
  MissingAuthenticationTokenException: 'unauthorized',
  UnrecognizedClientException: 'unauthorized',
};

/** The account of the deployment, as Lambda names it to every function. */
export interface MailAccount {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another address of SES: the local runtime's. */
  readonly endpoint?: string | undefined;
}

const ofFunction = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_ENDPOINT_URL_SESV2: z.string().optional(),
});

export function connectMailer(): SendMail {
  const environment = readEnvironment(ofFunction);
  return createMailer({
    region: environment.AWS_REGION,
    endpoint: environment.AWS_ENDPOINT_URL_SESV2,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      ...(environment.AWS_SESSION_TOKEN && { sessionToken: environment.AWS_SESSION_TOKEN }),
    },
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends a document to SES, signed. The SDK's client of SES would be 61 KB of a bundle, as its operations cannot be left out one by
 * one; its signer and its HTTP are in every bundle.
 */
function createPost({ region, credentials, endpoint = `https://email.${region}.amazonaws.com` }: MailAccount) {
  const signer = new SignatureV4({ service: 'ses', region, credentials, sha256: Sha256 });
  const http = new NodeHttpHandler();
  const { protocol, hostname, port, host, pathname } = new URL(endpoint);
  return async (document: object): Promise<Answer> => {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname.replace(/\/$/, '') + PATH,
      headers: { host, 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    const signed = (await signer.sign(request)) as HttpRequest;
    const { response } = await http.handle(signed, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.statusCode, headers: response.headers, text: await textOf(response.body) };
  };
}

/** Throws `integrationErrors` without secrets. After `.unavailable` and `.reply_invalid` the mail may have been sent. */
export function createMailer(account: MailAccount): SendMail {
  const post = createPost(account);
  return async ({ from, to, subject, text, html, eventId }) => {
    const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const answer = await post({
      FromEmailAddress: from,
      Destination: { ToAddresses: to },
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text), Html: part(html) },
          Headers: [{ Name: 'X-Windlass-Event-Id', Value: eventId }],
        },
      },
    }).catch(() => undefined);
    if (answer === undefined) throw integrationErrors.unavailable({ detail: 'Amazon SES did not answer' });
    const said = documentIn(answer);
    if (answer.status >= 300 || said === undefined) throw failureOf(answer, said ?? {});
    // SES accepted the mail even if it answered no message id; a retry would send it twice.
    return { messageId: said.MessageId ?? '' };
  };
}

type Said = Readonly<Partial<Record<'MessageId' | 'message' | 'Message' | 'code' | '__type', string>>>;

/** Undefined if the answer is not JSON. */
function documentIn({ text }: Answer): Said | undefined {
  try {
    return Object(JSON.parse(text)) as Said;
  } catch {
    return undefined;
  }
}

function failureOf({ status, headers }: Answer, said: Said): Error {
  // `MessageRejected:http://…` or `com.amazonaws.ses#MessageRejected` (Smithy, AWS restJson1, operation error serialization).
  const type = headers['x-amzn-errortype'] ?? said.code ?? said.__type ?? '';
  const name = type.replace(/:.*/s, '').replace(/.*#/s, '');
  const message = said.message ?? said.Message ?? '';
  const reason = reasonOf(name, status);
  const detail = `Amazon SES answered ${status}${saidOf(name, message, reason)}`;
  if (reason !== 'rate_limited' && reason !== 'unavailable') return integrationErrors[reason]({ detail });
  const seconds = statedWait({ status, headers, json: said }, Date.now());
  const least = isDailyQuota(message) ? Math.max(DAILY_QUOTA_SECONDS, seconds ?? 0) : seconds;
  return integrationErrors[reason]({ detail, ...(least === undefined ? {} : { retryAfterSeconds: least }) });
}

function reasonOf(name: string, status: number): Reason {
  const known = ownValue(REASONS, name);
  if (known) return known;
  if (status === 408 || status >= 500) return 'unavailable';
  if (status === 429) return 'rate_limited';
  if (status < 300) return 'reply_invalid';
  return status === 401 || status === 403 ? 'unauthorized' : 'refused';
}

const isDailyQuota = (message: string) => /\bdaily\b/i.test(message) && /\bquota\b/i.test(message);

/**
 * SES's message. For credential errors only the error's name, because those messages name our role or quote the signed
 * request.
 */
function saidOf(name: string, message: string, reason: Reason): string {
  if (reason === 'unavailable' || reason === 'reply_invalid') return '';
  if (reason === 'unauthorized' || reason === 'expired') return `: ${name}`;
  const text = message.replace(/\s+/g, ' ').trim();
  return `: ${text.length > MESSAGE_LENGTH ? `${text.slice(0, MESSAGE_LENGTH)}…` : text || name}`;
}
