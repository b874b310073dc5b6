// Reads the time until which a service asks callers to wait: Retry-After, the reset of a used-up limit, and Google's
// RetryInfo. Used by clients, the patient outbound and the webhook notifier.
import * as z from 'zod';
import type { OutboundReply } from '../../_adapters/adapter.ts';

type Stated = Pick<OutboundReply, 'status' | 'headers' | 'json'>;

/** A year. Longer waits are mistakes and would exceed the range of dates. */
const LONGEST_SECONDS = 31_536_000;
/** A number above these is a time since the epoch, in seconds or milliseconds, and not a number of seconds to wait. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;

/** Seconds from `now` (epoch milliseconds), at least 0; undefined if the reply states no time. */
export function statedWait({ status, headers, json }: Stated, now: number): number | undefined {
  const stated = [
    // Seconds or a date: RFC 9110 section 10.2.3.
    ...waitsIn(headers, now),
    ...resetsIn(headers, status === 429).map((reset) => secondsUntil(reset, now)),
    draftReset(headers.ratelimit),
    retryDelayIn(json),
    waitIn(json, now),
  ].filter((seconds) => seconds !== undefined);
  return stated.length === 0 ? undefined : Math.max(...stated);
}

const WAIT = /^(?:x-)?(?:rate-?limit-)?(?:retry-after(?:-ms)?|reset-after)$/;

/** `retry-after`, and what services call so: `x-retry-after`, `retry-after-ms`, `x-ratelimit-reset-after`. */
function waitsIn(headers: OutboundReply['headers'], now: number): (number | undefined)[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!WAIT.test(name)) return [];
    return [name.endsWith('-ms') ? secondsUntil(String(Number(value) / 1000), now) : secondsUntil(value, now)];
  });
}

/**
 * The `…-reset` headers of used-up limits: `x-ratelimit-reset` (GitHub, Jira, Bitbucket), `ratelimit-reset`
 * (GitLab), `x-ratelimit-requests-reset` and `-complexity-reset` (Linear). A limit that is not used up did not cause the refusal.
 */
function resetsIn(headers: OutboundReply['headers'], isLimited: boolean): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const limit = /^((?:x-)?rate-?limit(?:-[a-z]+)*)-reset$/.exec(name)?.[1];
    if (limit === undefined) return [];
    const remaining = headers[`${limit}-remaining`];
    const isUsedUp = remaining === undefined ? isLimited : Number(remaining) <= 0;
    return isUsedUp ? [value] : [];
  });
}

/**
 * `"default";r=0;t=30` of the IETF's draft "RateLimit header fields for HTTP", which Atlassian sends, and
 * `limit=10, remaining=0, reset=30` of the draft before it.
 */
function draftReset(header = ''): number | undefined {
  const before = /\bremaining=0\s*,\s*reset=(\d{1,9})\b/.exec(header)?.[1];
  if (before !== undefined) return Number(before);
  const usedUp = header.split(',').filter((item) => /;\s*r=0\s*(?:;|$)/.test(item));
  const seconds = usedUp.flatMap((item) => /;\s*t=(\d{1,9})\s*(?:;|$)/.exec(item)?.[1] ?? []).map(Number);
  return seconds.length === 0 ? undefined : Math.max(...seconds);
}

const retryInfo = z.object({
  error: z.object({ details: z.array(z.object({ retryDelay: z.string().optional() })) }),
});

/** google.rpc.RetryInfo in the details of an error: "30s" (https://google.aip.dev/193). */
function retryDelayIn(json: unknown): number | undefined {
  const details = retryInfo.safeParse(json).data?.error.details ?? [];
  const seconds = details.flatMap(({ retryDelay = '' }) => /^(\d{1,9}(?:\.\d+)?)s$/.exec(retryDelay)?.[1] ?? []);
  return seconds.length === 0 ? undefined : Math.ceil(Math.max(...seconds.map(Number)));
}

const waiting = z.looseObject({
  retry_after: z.union([z.number(), z.string()]).optional(),
  retryAfter: z.union([z.number(), z.string()]).optional(),
  retryAfterSeconds: z.number().optional(),
});

/** The time in a body, as endpoints of a team and some proxies state it beside their error or within it. */
function waitIn(json: unknown, now: number): number | undefined {
  const error = z.object({ error: z.unknown() }).safeParse(json).data?.error;
  const [stated] = [json, error].flatMap((one) => {
    const { retry_after, retryAfter, retryAfterSeconds } = waiting.safeParse(one).data ?? {};
    return retry_after ?? retryAfter ?? retryAfterSeconds ?? [];
  });
  return stated === undefined ? undefined : secondsUntil(String(stated), now);
}

/** Reads seconds, a time since the epoch, or an HTTP date. */
function secondsUntil(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  // Repeated headers are joined by a comma.
  if (/^\s*\d+(?:\s*,\s*\d+)+\s*$/.test(text))
    return Math.max(...text.split(',').map((one) => secondsUntil(one, now) ?? 0));
  const number = Number(text);
  const at = Number.isNaN(number) ? Date.parse(text) : dateOf(number, now);
  if (Number.isNaN(at)) return undefined;
  return Math.min(LONGEST_SECONDS, Math.max(0, Math.ceil((at - now) / 1000)));
}

function dateOf(number: number, now: number): number {
  if (number >= EPOCH_MS) return number;
  return number >= EPOCH_SECONDS ? number * 1000 : now + number * 1000;
}
