// One timer for the earliest due time. Queues and state machines set it, instead of polling, whenever that time may have changed.

// setTimeout fires at once for delays of 2^31 ms and more.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export class DueTimer {
  readonly #now: () => number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param run called at or after the time set; it sets the timer again if anything is left */
  constructor(now: () => number, run: () => void) {
    this.#now = now;
    this.#run = run;
  }

  /** Replaces the time to run at (epoch milliseconds); undefined when nothing is due. */
  set(dueAt: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (dueAt === undefined) return;
    const wait = Math.min(Math.max(0, dueAt - this.#now()), LONGEST_WAIT_MS);
    // The process is kept up by its servers, not by work that may be due tomorrow.
    this.#timer = setTimeout(this.#run, wait).unref();
  }
}
