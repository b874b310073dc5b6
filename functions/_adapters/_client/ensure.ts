// Makes an effect once at a service that takes no idempotency key. An attempt that fails without an answer may have had
// its effect; so `find` looks for the effect before each further attempt, and before the first one after a crash.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import type { Outbound } from '../adapter.ts';

export interface Effect<T> {
  /** The effect as the service shows it, or undefined. */
  readonly find: () => Promise<T | undefined>;
  /** Has the effect, and no other that would matter if it came twice. */
  readonly make: () => Promise<T>;
  /** False when surely nobody has tried before: the looks for that are spared. */
  readonly mayExist?: boolean;
  /** Milliseconds after which the service shows what it did; 0 unless told. */
  readonly showsAfterMs?: number;
}

/**
 * Answers what `find` or `make` answer. Throws what they throw: a refusal when there is nothing of the kind all the same,
 * `integration.unavailable` when patience is over.
 */
export async function ensure<T>(effect: Effect<T>, outbound: Outbound): Promise<T> {
  const { find, make, mayExist = true, showsAfterMs = 0 } = effect;
  const patience = outbound.patience?.();
  let mayLook = mayExist;
  for (;;) {
    const found = mayLook ? await find() : undefined;
    if (found !== undefined) return found;
    try {
      return await make();
    } catch (error) {
      // Refused because someone, perhaps we, made it meanwhile?
      const made = mayLook && isCalled(error, 'integration.refused') ? await find() : undefined;
      if (made !== undefined) return made;
      if (!isCalled(error, 'integration.unavailable')) throw error;
      const leastMs = Math.max(showsAfterMs, (error.details.retryAfterSeconds ?? 0) * 1000);
      const isPatient = await patience?.again(leastMs > 0 ? leastMs : undefined);
      if (!isPatient) throw error;
    }
    mayLook = true;
  }
}

const isCalled = (error: unknown, code: string): error is DomainError => isDomainError(error) && error.code === code;
