// Sends mails through Amazon SES, one SendEmail call each. SES has no idempotency token and cannot be asked about earlier
// mails, so a call is never repeated here. A caller that repeats one may send the mail twice if the first answer was lost.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html

import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { SendMail } from '../../_adapters/adapter.ts';

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

/** The fields of the SDK's error that are read here. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** A client of the deployment's account with one attempt per call, because a retry could send a second mail. */
export const connectMailer = (): SendMail => createMailer(new SESv2Client({ maxAttempts: 1 }));

/** Throws `integrationErrors` without secrets. After `.unavailable` and `.reply_invalid` the mail may have been sent. */
export function createMailer(ses: Pick<SESv2Client, 'send'>): SendMail {
  return async ({ from, to, subject, text, html, eventId }) => {
    const part = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [...to] },
      Content: {
        Simple: {
          Subject: part(subject),
          Body: { Text: part(text), Html: part(html) },
          Headers: [{ Name: 'X-Windlass-Event-Id', Value: eventId }],
        },
      },
    });
    try {
      const { MessageId } = await ses.send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
      // SES accepted the mail even if it answered no message id; a retry would send it twice.
      return { messageId: MessageId ?? '' };
    } catch (error) {
      throw failureOf(error as Failure);
    }
  };
}

function failureOf(failure: Failure): Error {
  if (isDomainError(failure)) return failure;
  const { name, $metadata, $response } = failure;
  const status = $metadata?.httpStatusCode;
  const reason = reasonOf(name, status);
  const detail = `Amazon SES ${status === undefined ? 'did not answer' : `answered ${status}`}${saidOf(failure, reason)}`;
  if (reason !== 'rate_limited' && reason !== 'unavailable') return integrationErrors[reason]({ detail });
  const header = $response?.headers?.['retry-after'] ?? '';
  const seconds = isDailyQuota(failure) ? DAILY_QUOTA_SECONDS : Number(/^\d+$/.exec(header)?.[0] ?? Number.NaN);
  return integrationErrors[reason]({ detail, ...(Number.isNaN(seconds) ? {} : { retryAfterSeconds: seconds }) });
}

function reasonOf(name: string, status: number | undefined): Reason {
  const known = ownValue(REASONS, name);
  if (known) return known;
  if (status === undefined || status === 408 || status >= 500) return 'unavailable';
  if (status === 429) return 'rate_limited';
  if (status < 300) return 'reply_invalid';
  return status === 401 || status === 403 ? 'unauthorized' : 'refused';
}

const isDailyQuota = ({ message }: Failure) => /\bdaily\b/i.test(message) && /\bquota\b/i.test(message);

/**
 * SES's message. For credential errors only the error's name, because those messages name our role or quote the signed
 * request.
 */
function saidOf({ name, message }: Failure, reason: Reason): string {
  if (reason === 'unavailable' || reason === 'reply_invalid') return '';
  if (reason === 'unauthorized' || reason === 'expired') return `: ${name}`;
  const text = message.replace(/\s+/g, ' ').trim();
  return `: ${text.length > MESSAGE_LENGTH ? `${text.slice(0, MESSAGE_LENGTH)}…` : text || name}`;
}
