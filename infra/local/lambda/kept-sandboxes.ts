// The idle sandboxes of all functions, the longest idle first. Called by the pools; ends those that were idle for a minute, and
// the longest idle ones beyond `most`. Busy ones do not count: while many wait for slow services, each sandbox that ends would be
// started again for the next request.
import type { Sandbox } from './sandbox.ts';

const IDLE_MS = 60_000;

export class KeptSandboxes {
  readonly #idle = new Map<Sandbox, NodeJS.Timeout>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** A sandbox begins to work, a new one or one that was kept. */
  begin(sandbox: Sandbox): void {
    clearTimeout(this.#idle.get(sandbox));
    this.#idle.delete(sandbox);
  }

  /** Keeps a sandbox that became idle, unless it is unusable. */
  end(sandbox: Sandbox): void {
    if (!sandbox.usable) return;
    const timer = setTimeout(() => this.#discard(sandbox), IDLE_MS);
    timer.unref();
    this.#idle.set(sandbox, timer);
    this.#shrink();
  }

  has(sandbox: Sandbox): boolean {
    return this.#idle.has(sandbox);
  }

  /** Forgets the idle ones; their pools end them. */
  clear(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
  }

  #shrink(): void {
    for (const sandbox of this.#idle.keys()) {
      if (this.#idle.size <= this.#most) return;
      this.#discard(sandbox);
    }
  }

  #discard(sandbox: Sandbox): void {
    clearTimeout(this.#idle.get(sandbox));
    this.#idle.delete(sandbox);
    void sandbox.discard();
  }
}
