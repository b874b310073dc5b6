// How Slack says what went wrong: mostly 200 with `{ ok: false, error }`. https://docs.slack.dev/apis/web-api/#evaluating-responses

import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import type { Reason, ServiceWords } from '../_client/reply.ts';
import type { OutboundReply } from '../adapter.ts';

const failureBody = z.object({
  ok: z.literal(false),
  error: z.string(),
  needed: z.string().optional(),
  response_metadata: z.object({ messages: z.array(z.string()).optional() }).nullish(),
});

const REASONS: Readonly<Record<string, Reason>> = {
  not_authed: 'unauthorized',
  invalid_auth: 'unauthorized',
  missing_scope: 'unauthorized',
  no_permission: 'unauthorized',
  not_allowed_token_type: 'unauthorized',
  ekm_access_denied: 'unauthorized',
  access_denied: 'unauthorized',
  token_expired: 'expired',
  token_revoked: 'expired',
  account_inactive: 'expired',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'unavailable',
};

const failureIn = (reply: OutboundReply) => failureBody.safeParse(reply.json).data;

export const slackWords: ServiceWords = {
  name: 'Slack',
  messageOf(reply) {
    const failure = failureIn(reply);
    if (!failure) return undefined;
    const needed = failure.needed ? [`needs ${failure.needed}`] : [];
    return [failure.error, ...needed, ...(failure.response_metadata?.messages ?? [])].join('; ');
  },
  reasonOf(reply) {
    const failure = failureIn(reply);
    return failure && (ownValue(REASONS, failure.error) ?? (reply.status === 200 ? 'refused' : undefined));
  },
};
