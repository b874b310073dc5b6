// Outgoing HTTP with retries, for tasks, consumers and notifiers: of a dozen calls in a row some often fail. Retries
// requests that were answered 429, and idempotent ones. Effects that must happen once are handled by ensure.ts.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { statedWait } from '../../_kit/outbound/stated-wait.ts';
import type { Outbound, OutboundReply, OutboundRequest, Patience } from '../adapter.ts';

export interface PatienceOptions {
  /** Milliseconds after the first attempt in which retries may begin. */
  readonly patienceMs: number;
  /** Milliseconds left of the invocation: no attempt begins that could take longer. */
  readonly leftMs?: () => number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** From 0 to 1 (exclusive); varies the waits. */
  readonly random?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
}

/** The idempotent methods that clients use (RFC 9110 section 9.2.2). */
const IDEMPOTENT: readonly OutboundRequest['method'][] = ['GET', 'HEAD', 'PUT', 'DELETE'];
const ATTEMPTS = 6;
const BACKOFF_MS = 250;
const SHORTEST_MS = 3_000;
/**
 * The time-out of each repeatable attempt: a missing answer is mostly lost, not slow. A request that must not be made twice
 * gets the full time, so that it has ended before its effect is looked for.
 */
const HASTY_MS = [SHORTEST_MS, 3_000, 4_000, 6_000];
const FULL_MS = 10_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;
const isUnavailable = (error: unknown): boolean => isDomainError(error) && error.code === 'integration.unavailable';

/**
 * Answers and throws as `outbound` does, after up to six attempts. With average waits of 0.25, 0.5, 1, 2 and 4 s, six
 * attempts take 8 s if the service fails at once, and five take 30 s if it never answers.
 */
export function createPatientOutbound(outbound: Outbound, options: PatienceOptions): Outbound {
  const { patienceMs, leftMs = () => Number.POSITIVE_INFINITY, now = Date.now, random = Math.random } = options;
  const { pause = sleep } = options;

  function patience(): Patience {
    const since = now();
    let attempt = 1;
    return {
      async again(leastMs) {
        const wait = leastMs === undefined ? random() * BACKOFF_MS * 2 ** attempt : leastMs + random() * BACKOFF_MS;
        const isOver = attempt === ATTEMPTS || now() - since + wait > patienceMs || leftMs() - wait < SHORTEST_MS;
        if (isOver) return false;
        attempt += 1;
        await pause(wait);
        return true;
      },
    };
  }

  async function attempt(request: OutboundRequest, timeoutMs: number): Promise<OutboundReply> {
    if (leftMs() >= timeoutMs) return outbound.request({ ...request, timeoutMs });
    const detail = `${request.method} ${URL.parse(request.url)?.host}: not enough time is left to wait for an answer`;
    throw integrationErrors.unavailable({ detail, retryAfterSeconds: 1 });
  }

  return {
    patience,
    async request(request) {
      const isHarmless = request.isRepeatable ?? IDEMPOTENT.includes(request.method);
      const { again } = patience();
      for (let made = 0; ; made += 1) {
        const timeoutMs = request.timeoutMs ?? (isHarmless ? (HASTY_MS[made] ?? FULL_MS) : FULL_MS);
        try {
          const reply = await attempt(request, timeoutMs);
          const mayRepeat = reply.status === 429 || (isHarmless && isPassing(reply.status));
          if (!mayRepeat || !(await again(askedMs(reply, request)))) return reply;
        } catch (error) {
          if (!isHarmless || !isUnavailable(error) || !(await again())) throw error;
        }
      }
    },
  };

  function askedMs(reply: OutboundReply, { usualWaitOf }: OutboundRequest): number | undefined {
    const seconds = statedWait(reply, now()) ?? usualWaitOf?.(reply);
    return seconds === undefined ? undefined : seconds * 1000;
  }
}
