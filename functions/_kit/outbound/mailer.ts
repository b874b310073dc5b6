// Sends mails through Amazon SES, one SendEmail call each. SES has no idempotency token and cannot be asked about earlier
// mails, so a call is never repeated here. A caller that repeats one may send the mail twice if the first answer was lost.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { SendMail } from '../../_adapters/adapter.ts';
import { type AwsAccount, accountFor, createSignedHttp, type SignedAnswer } from './signed-http.ts';
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

export const connectMailer = (): SendMail => createMailer(accountFor('SESV2'));

/** Throws `integrationErrors` without secrets. After `.unavailable` and `.reply_invalid` the mail may have been sent. */
export function createMailer(account: AwsAccount): SendMail {
  const address = account.endpoint ?? `https://email.${account.region}.amazonaws.com`;
  const send = createSignedHttp('ses', address, account, TIMEOUT_MS);
  const headers = { 'content-type': 'application/json' };
  const post = (document: object) => send({ method: 'POST', path: PATH, headers, body: JSON.stringify(document) });
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
function documentIn({ body }: SignedAnswer): Said | undefined {
  try {
    return Object(JSON.parse(body.toString('utf8'))) as Said;
  } catch {
    return undefined;
  }
}

function failureOf({ status, headers }: SignedAnswer, said: Said): Error {
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
