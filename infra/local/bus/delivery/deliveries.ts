// Brings recorded events to their targets: concurrently but bounded, with retries and dead letters. Called by the bus.
// A delivery's row is deleted only after its target or its dead-letter queue has accepted it, so each is made at least once.
import { AwsError, type Json, type PartContext } from '../../contracts.ts';
import { DueTimer } from '../../queue/due-timer.ts';
import type { RuleTargetModel } from '../../template/model.ts';
import { type Delivery, DeliveryStore, type NewDelivery } from './delivery-store.ts';
import { type InputSource, InvalidInputError } from './target-input.ts';

const CONCURRENCY = 16;

// A retry cannot help: the target was deleted, is not allowed, or accepts no such event.
const PERMANENT = new Set(['ResourceNotFoundException', 'StateMachineDoesNotExist', 'QueueDoesNotExist']);
const NOT_ALLOWED = new Set(['AccessDeniedException', 'AccessDenied', 'KMSAccessDeniedException']);

// EventBridge spreads 185 attempts over a day; locally a target that recovers is reached within a minute.
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 60_000;

type RetryPolicy = RuleTargetModel['retry'];

/** One target of one rule, ready to deliver to. */
export interface Route {
  readonly ruleArn: string;
  readonly targetId: string;
  readonly targetArn: string;
  readonly retry: RetryPolicy;
  readonly deadLetterArn?: string;
  readonly inputOf: (source: InputSource) => Json;
  readonly deliver: (payload: Json) => Promise<void>;
}

interface DeliveriesOptions extends PartContext {
  readonly routes: readonly Route[];
  readonly deadLetter: (queueArn: string, payload: Json, attributes: Record<string, string>) => Promise<void>;
  readonly random: () => number;
}

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #store: DeliveryStore;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #inHand = new Map<number, Promise<void>>();
  readonly #timer: DueTimer;
  #isRunning = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#store = new DeliveryStore(options.db);
    this.#routes = new Map(options.routes.map((route) => [keyOf(route), route]));
    this.#timer = new DueTimer(options.now, () => this.#pump());
  }

  /** Records deliveries durably; they begin at once if the bus has been started. */
  add(deliveries: readonly NewDelivery[]): void {
    this.#store.add(deliveries, this.#options.now());
    if (this.#isRunning) this.#timer.set(this.#options.now());
  }

  start(): void {
    this.#isRunning = true;
    this.#pump();
  }

  /** Starts no delivery and waits for the running ones. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timer.set(undefined);
    await Promise.allSettled(this.#inHand.values());
  }

  /** Makes every delivery that is due now or becomes due meanwhile, and waits for them. */
  async runDue(): Promise<void> {
    for (this.#begin(); this.#inHand.size > 0; this.#begin()) await Promise.race(this.#inHand.values());
  }

  /** Recorded deliveries, waiting ones included. */
  count(): number {
    return this.#store.count();
  }

  #pump(): void {
    if (!this.#isRunning) return;
    this.#begin();
    this.#timer.set(this.#store.nextDueAfter(this.#options.now()));
  }

  #begin(): void {
    const free = CONCURRENCY - this.#inHand.size;
    if (free <= 0) return;
    const due = this.#store.due(this.#options.now(), CONCURRENCY).filter(({ id }) => !this.#inHand.has(id));
    for (const delivery of due.slice(0, free)) {
      const work = this.#carryOut(delivery)
        .catch((error: unknown) => this.#postpone(delivery, error))
        .finally(() => {
          this.#inHand.delete(delivery.id);
          this.#pump();
        });
      this.#inHand.set(delivery.id, work);
    }
  }

  async #carryOut(delivery: Delivery): Promise<void> {
    const route = this.#routes.get(keyOf(delivery));
    if (!route) {
      this.#options.log(`bus: ${delivery.ruleArn} has no target ${delivery.targetId} any more, its event is dropped`);
      this.#store.remove(delivery.id);
      return;
    }
    if (delivery.deadLetter) return this.#bury(delivery, route, delivery.deadLetter);
    try {
      await route.deliver(route.inputOf({ event: delivery.event, ingestedAt: delivery.createdAt }));
    } catch (error) {
      return this.#afterFailure(delivery, route, error);
    }
    this.#store.remove(delivery.id);
  }

  async #afterFailure(delivery: Delivery, route: Route, error: unknown): Promise<void> {
    const attempts = delivery.attempts + 1;
    const failure = describeFailure(error);
    const now = this.#options.now();
    const verdict = failure.isPermanent
      ? { exhausted: undefined }
      : decideRetry(route.retry, { ...delivery, attempts }, now, this.#options.random());
    if ('retryAt' in verdict) return this.#store.put({ ...delivery, attempts }, verdict.retryAt);
    const deadLetter = {
      RULE_ARN: route.ruleArn,
      TARGET_ARN: route.targetArn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(verdict.exhausted && { EXHAUSTED_RETRY_CONDITION: verdict.exhausted }),
      RETRY_ATTEMPTS: String(attempts - 1),
    };
    const given = { ...delivery, attempts, deadLetter };
    this.#store.put(given, now);
    await this.#bury(given, route, deadLetter).catch((refusal: unknown) => this.#postpone(given, refusal));
  }

  async #bury(delivery: Delivery, route: Route, deadLetter: Record<string, string>): Promise<void> {
    this.#options.log(`bus: gave up ${String(delivery.event.id)} for ${route.targetArn}: ${deadLetter.ERROR_MESSAGE}`);
    if (route.deadLetterArn) await this.#options.deadLetter(route.deadLetterArn, delivery.event, deadLetter);
    this.#store.remove(delivery.id);
  }

  /** The dead-letter queue refused it; it is offered again until accepted. */
  #postpone(delivery: Delivery, error: unknown): void {
    this.#options.log(`bus: the dead letter of ${String(delivery.event.id)} waits: ${describeFailure(error).message}`);
    const attempts = delivery.attempts + 1;
    const dueAt = this.#options.now() + backoffMs(attempts, this.#options.random());
    this.#store.put({ ...delivery, attempts }, dueAt);
  }
}

function keyOf(of: { readonly ruleArn: string; readonly targetId: string }): string {
  return `${of.ruleArn} ${of.targetId}`;
}

function describeFailure(error: unknown): { code: string; message: string; isPermanent: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InvalidInputError) return { code: error.name, message, isPermanent: true };
  const code = error instanceof AwsError ? error.code : 'SDK_CLIENT_ERROR';
  if (NOT_ALLOWED.has(code)) return { code: 'NO_PERMISSIONS', message, isPermanent: true };
  if (PERMANENT.has(code)) return { code: 'NO_RESOURCE', message, isPermanent: true };
  return { code, message, isPermanent: false };
}

/** As EventBridge names it in the dead letter's EXHAUSTED_RETRY_CONDITION. */
type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

type Verdict = { readonly retryAt: number } | { readonly exhausted: ExhaustedCondition };

/**
 * Decides after the `attempts`-th failed attempt. The delay doubles from 0.2 s to 60 s, less up to half at random, so that
 * deliveries that failed together do not retry together; the last attempt is at the age limit at the latest. Age is checked
 * only after an attempt, so a machine that slept for a day still makes one.
 * @param random 0 (longest delay) to 1 (shortest)
 */
function decideRetry(
  policy: RetryPolicy,
  delivery: { readonly attempts: number; readonly createdAt: number },
  now: number,
  random: number,
): Verdict {
  if (delivery.attempts > policy.maximumRetryAttempts) return { exhausted: 'MaximumRetryAttempts' };
  const deadline = delivery.createdAt + policy.maximumEventAgeSeconds * 1000;
  if (now >= deadline) return { exhausted: 'MaximumEventAgeInSeconds' };
  return { retryAt: Math.min(now + backoffMs(delivery.attempts, random), deadline) };
}

/** The pause after the `attempts`-th attempt in a row failed, in milliseconds. */
function backoffMs(attempts: number, random: number): number {
  // 2^20 times the first delay is far beyond the longest; a bigger exponent would only risk Infinity.
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(delay * (1 - random / 2));
}
