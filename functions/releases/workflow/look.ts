// When the workflow checks the state it waits for, as messages may be lost: soon at first, then at growing distances.

/** Longest wait for people, builds and stores; then the release pauses rather than waiting unseen. */
export const PATIENCE_SECONDS = 30 * 86_400;
/** A build takes some minutes. */
const FIRST_SECONDS = 600;
/** Some 45 looks in 30 days, which is about 600 events in the history of an execution. */
const LONGEST_SECONDS = 86_400;

/** Seconds until the next look, after `waitedMs` of waiting: half of that again, and never past the end of all patience. */
export function lookSeconds(waitedMs: number): number {
  const waited = waitedMs / 1000;
  const distance = Math.min(Math.max(waited / 2, FIRST_SECONDS), LONGEST_SECONDS);
  return Math.max(1, Math.ceil(Math.min(distance, PATIENCE_SECONDS - waited)));
}

export const isPatienceOver = (waitedMs: number): boolean => waitedMs >= PATIENCE_SECONDS * 1000;
