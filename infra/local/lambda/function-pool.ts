// The execution environments of one function: grown on demand, reused last in first out, let go when idle. Called by
// invoker.ts. Invocations beyond the limit wait in order, where Lambda would throttle.
import { randomUUID } from 'node:crypto';
import type { InvocationResult, Json } from '../contracts.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

/** As many as may work at once, for a start costs more than a short wait on a small machine. */
const WORKING = { sandboxes: 4, patienceMs: 50 };
/** There are more when these do nothing but wait themselves: for a service that does not answer. */
const WAITING = { sandboxes: 32, patienceMs: 1000, workload: 0.3 };
const IDLE_MS = 60_000;

export class FunctionPool {
  readonly #options: SandboxOptions;
  readonly #limit: number;
  readonly #idle: { sandbox: Sandbox; since: NodeJS.Timeout }[] = [];
  readonly #waiting: ((sandbox: Sandbox) => void)[] = [];
  readonly #all = new Set<Sandbox>();

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#limit = Math.min(WAITING.sandboxes, options.fn.reservedConcurrency ?? WAITING.sandboxes);
  }

  /** Runs one invocation in an environment of its own. */
  async invoke(payload: Json): Promise<InvocationResult> {
    if (this.#limit === 0) {
      return { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'ReservedConcurrentExecutions is 0' };
    }
    const sandbox = await this.#acquire();
    const result = await sandbox.invoke(randomUUID(), payload);
    this.#release(sandbox);
    return result;
  }

  /** Ends every environment, whatever it does. */
  async stop(): Promise<void> {
    for (const { since } of this.#idle) clearTimeout(since);
    await Promise.all([...this.#all].map((sandbox) => sandbox.discard()));
    this.#all.clear();
    this.#idle.length = 0;
  }

  #acquire(): Promise<Sandbox> {
    const idle = this.#idle.pop();
    if (idle) {
      clearTimeout(idle.since);
      if (idle.sandbox.usable) return Promise.resolve(idle.sandbox);
      this.#all.delete(idle.sandbox);
      return this.#acquire();
    }
    if (this.#all.size === 0) return Promise.resolve(this.#grow());
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const isStillWaiting = () => this.#waiting.includes(take);
      const grow = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        take(this.#grow());
      };
      const look = () => {
        const marks = [...this.#all].map((sandbox) => ({ sandbox, mark: sandbox.workload() }));
        timer = setTimeout(() => {
          if (!isStillWaiting()) return;
          const doWait = marks.every(({ sandbox, mark }) => sandbox.workload(mark).utilization < WAITING.workload);
          if (doWait && this.#all.size < this.#limit) grow();
          else look();
        }, WAITING.patienceMs);
      };
      timer = setTimeout(() => {
        if (!isStillWaiting()) return;
        if (this.#all.size < Math.min(WORKING.sandboxes, this.#limit)) grow();
        else look();
      }, WORKING.patienceMs);
      const take = (sandbox: Sandbox) => {
        clearTimeout(timer);
        resolve(sandbox);
      };
      this.#waiting.push(take);
    });
  }

  #release(sandbox: Sandbox): void {
    if (!sandbox.usable) this.#all.delete(sandbox);
    const next = this.#waiting.shift();
    if (next) {
      next(sandbox.usable ? sandbox : this.#grow());
      return;
    }
    if (!sandbox.usable) return;
    const since = setTimeout(() => this.#letGo(sandbox), IDLE_MS);
    since.unref();
    this.#idle.push({ sandbox, since });
  }

  #grow(): Sandbox {
    const sandbox = new Sandbox(this.#options);
    this.#all.add(sandbox);
    return sandbox;
  }

  #letGo(sandbox: Sandbox): void {
    const place = this.#idle.findIndex((entry) => entry.sandbox === sandbox);
    if (place < 0) return;
    this.#idle.splice(place, 1);
    this.#all.delete(sandbox);
    void sandbox.discard();
  }
}
