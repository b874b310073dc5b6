// Outgoing HTTP that asks again, for tasks of state machines and notifiers: a dozen calls in a row would hardly ever all
// succeed at a service that fails now and then. Only what did no harm is repeated: any request that was answered 429, and
// those that HTTP calls idempotent; a POST that got lost is the caller's to look for.
import { isDomainError } from '../../entities/_base/errors.ts';
import type { Outbound, OutboundReply, OutboundRequest } from './adapter.ts';
import { retryAfter } from './reply.ts';

export interface PatienceOptions {
  /** No attempt begins later than this after the first. */
  readonly patienceMs: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** From 0 to 1 (exclusive); spreads the waits. */
  readonly random?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
}

/** RFC 9110 section 9.2.2, as far as clients use them. */
const IDEMPOTENT: readonly OutboundRequest['method'][] = ['GET', 'PUT', 'DELETE'];
const ATTEMPTS = 5;
const BACKOFF_MS = 250;
/** Who asks for a longer wait is asked again by the state machine or the queue. */
const LONGEST_WAIT_MS = 5_000;
/** A first attempt without an answer is given up sooner than the others: mostly it is lost, not slow. */
const FIRST_TIMEOUT_MS = 5_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;
const isUnavailable = (error: unknown): boolean => isDomainError(error) && error.code === 'integration.unavailable';

/** Answers and throws as `outbound` does, after up to five attempts. */
export function createPatientOutbound(outbound: Outbound, options: PatienceOptions): Outbound {
  const { patienceMs, now = Date.now, random = Math.random, pause = sleep } = options;

  /** Milliseconds until the next attempt; undefined when this one stands. */
  function waitAfter(attempt: number, since: number, reply: OutboundReply | undefined): number | undefined {
    const asked = reply && retryAfter(reply.headers['retry-after'], now());
    const wait = asked === undefined ? random() * BACKOFF_MS * 2 ** attempt : asked * 1000 + random() * BACKOFF_MS;
    const isTooLong = wait > LONGEST_WAIT_MS || now() - since + wait > patienceMs;
    return attempt === ATTEMPTS || isTooLong ? undefined : wait;
  }

  async function repeat(request: OutboundRequest, since: number, attempt: number): Promise<OutboundReply> {
    const isHarmless = request.isRepeatable ?? IDEMPOTENT.includes(request.method);
    const isHasty = attempt === 1 && isHarmless && request.timeoutMs === undefined;
    let wait: number | undefined;
    try {
      const reply = await outbound.request(isHasty ? { ...request, timeoutMs: FIRST_TIMEOUT_MS } : request);
      const mayRepeat = reply.status === 429 || (isHarmless && isPassing(reply.status));
      wait = mayRepeat ? waitAfter(attempt, since, reply) : undefined;
      if (wait === undefined) return reply;
    } catch (error) {
      wait = isHarmless && isUnavailable(error) ? waitAfter(attempt, since, undefined) : undefined;
      if (wait === undefined) throw error;
    }
    await pause(wait);
    return repeat(request, since, attempt + 1);
  }

  return { request: (request) => repeat(request, now(), 1) };
}
