// Hands mails to Amazon SES, each by one SendEmail. SES takes no idempotency token and tells nobody what it took, so a call is
// never repeated here: who asks again must know that a mail whose answer was lost may come twice.
// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html

import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { SendMail } from '../../_adapters/adapter.ts';

const TIMEOUT_MS = 8_000;
/** The quota is of any 24 hours; a notifier's fifty receives half an hour apart are more than those. */
const DAILY_QUOTA_SECONDS = 1_800;
const MESSAGE_LENGTH = 300;

type Reason = 'unauthorized' | 'expired' | 'rate_limited' | 'unavailable' | 'refused' | 'reply_invalid';

/** Where the status does not tell. SES's own are of API_SendEmail, the others of its "Common Error Types". */
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

/** The SDK's error, as far as it tells what happened. */
interface Failure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** Of the deployment's account; one attempt, as a repeated one could be a second mail. */
export const connectMailer = (): SendMail => createMailer(new SESv2Client({ maxAttempts: 1 }));

/** Throws `integrationErrors`, free of secrets. `.unavailable` and `.reply_invalid` leave open whether the mail was taken. */
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
      // It was taken, with or without a name: asking again would send it twice.
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

/** SES's own words; of credentials the error's name alone, as those texts name our role or quote the signed request. */
function saidOf({ name, message }: Failure, reason: Reason): string {
  if (reason === 'unavailable' || reason === 'reply_invalid') return '';
  if (reason === 'unauthorized' || reason === 'expired') return `: ${name}`;
  const text = message.replace(/\s+/g, ' ').trim();
  return `: ${text.length > MESSAGE_LENGTH ? `${text.slice(0, MESSAGE_LENGTH)}…` : text || name}`;
}
