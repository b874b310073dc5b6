// The sandboxes of one function: one to begin with, another when a request waits for long. Called by invoker.ts.
// Requests beyond the limit wait in order, where Lambda would throttle.
import { randomUUID } from 'node:crypto';
import type { InvocationResult, Json } from '../contracts.ts';
import type { KeptSandboxes } from './kept-sandboxes.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

const MOST = 32;
/**
 * A request gets another sandbox when those before it do little but wait themselves, as for a service or for a function that
 * they called. It gets one of the first few in any case after `mostMs`: a function that calls itself through the API must not
 * wait for itself. Sandboxes of a function start one after the other: many that start at once keep each other from answering.
 */
const PATIENCE = { lookMs: 250, workload: 0.3, mostMs: 2000, busySandboxes: 4 };

export class FunctionPool {
  readonly #options: SandboxOptions;
  readonly #kept: KeptSandboxes;
  readonly #waiting: ((sandbox: Sandbox) => void)[] = [];
  readonly #all = new Set<Sandbox>();

  constructor(options: SandboxOptions, kept: KeptSandboxes) {
    this.#options = options;
    this.#kept = kept;
  }

  /** Runs one invocation in a sandbox of its own. */
  async invoke(payload: Json): Promise<InvocationResult> {
    const sandbox = this.#idle() ?? (this.#all.size === 0 ? this.#grow() : await this.#wait());
    const result = await sandbox.invoke(randomUUID(), payload);
    this.#release(sandbox);
    return result;
  }

  /** Ends every sandbox, also a busy one. */
  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((sandbox) => sandbox.discard()));
    this.#all.clear();
  }

  /** The idle one that was made first, so that the others stay idle and end. */
  #idle(): Sandbox | undefined {
    for (const sandbox of this.#all) {
      if (!sandbox.usable) this.#all.delete(sandbox);
      else if (this.#kept.has(sandbox)) return this.#begin(sandbox);
    }
    return undefined;
  }

  #grow(): Sandbox {
    const sandbox = new Sandbox(this.#options);
    this.#all.add(sandbox);
    return this.#begin(sandbox);
  }

  #begin(sandbox: Sandbox): Sandbox {
    this.#kept.begin(sandbox);
    return sandbox;
  }

  #wait(): Promise<Sandbox> {
    return new Promise((resolve) => {
      const since = Date.now();
      let timer: NodeJS.Timeout;
      const take = (sandbox: Sandbox) => {
        clearTimeout(timer);
        resolve(sandbox);
      };
      const look = () => {
        const marks = [...this.#all].map((sandbox) => ({ sandbox, mark: sandbox.workload() }));
        timer = setTimeout(() => {
          const doWait = marks.every(({ sandbox, mark }) => sandbox.workload(mark).utilization < PATIENCE.workload);
          const isLong = Date.now() - since >= PATIENCE.mostMs && this.#all.size < PATIENCE.busySandboxes;
          const isStarting = [...this.#all].some((sandbox) => sandbox.starting);
          if (isStarting || (!doWait && !isLong) || this.#all.size >= MOST) return look();
          this.#waiting.splice(this.#waiting.indexOf(take), 1);
          take(this.#grow());
        }, PATIENCE.lookMs);
      };
      this.#waiting.push(take);
      look();
    });
  }

  #release(sandbox: Sandbox): void {
    this.#kept.end(sandbox);
    if (!sandbox.usable) this.#all.delete(sandbox);
    if (this.#waiting.length === 0) return;
    this.#waiting.shift()?.(this.#idle() ?? this.#grow());
  }
}
