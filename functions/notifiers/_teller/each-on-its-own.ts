// Tells several at once, so that what one waits for keeps no other. Used by notifiers whose events have many receivers.

/** Throws the first failure when all are through; who was told is noted, and not told again. */
export async function eachOnItsOwn<T>(receivers: readonly T[], tell: (receiver: T) => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled(receivers.map(tell));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
