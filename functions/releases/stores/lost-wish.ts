// A wish to a store that nobody asks any more: what people read of it. Used by the consumers that ask stores.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { Delivery } from '../../_kit/bus/bus-event.ts';
import { waitInWords } from '../../_kit/workflow/task.ts';

const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited', 'integration.busy'];
/** The queue brings a wish again after this time, and not later: a store that states a longer one is not asked before it. */
const QUEUE_SECONDS = 180;

/** Undefined when the store will be asked again. */
export function lossOf(error: unknown, delivery: Delivery | undefined, now: number): string | undefined {
  if (!isDomainError(error)) return delivery?.isLast ? 'Windlass could not ask the store. Ask again.' : undefined;
  if (!PASSING.includes(error.code)) return error.message;
  const { retryAfterSeconds = 0 } = error.details;
  if (retryAfterSeconds > QUEUE_SECONDS) return `${error.message}. ${waitInWords(now + retryAfterSeconds * 1000)}`;
  if (!delivery?.isLast) return undefined;
  return `The store was away every time it was asked, at last: ${error.message}. Ask again when it is back.`;
}
