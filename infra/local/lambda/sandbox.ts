// One execution environment: a worker thread that holds one function and runs one invocation at a time. Called by
// function-pool.ts. `invoke` always resolves; an environment that crashed or timed out is not used again.
import type { EventLoopUtilization } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { InvocationResult, Json } from '../contracts.ts';
import type { FunctionModel } from '../template/model.ts';
import type { FunctionLog } from './function-log.ts';
import type { Failure, InvokeMessage, WorkerMessage, WorkerSettings } from './messages.ts';

// Lambda's own limits: ten seconds to start, and once more, within the first invocation, the function's own time-out; six
// megabytes to answer. A start gets both in one go here, as many share one machine.
const INIT_SECONDS = 10;
/** Small, as there are many sandboxes: most of what an invocation makes is garbage at its end. */
const YOUNG_MB = 2;
const MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024;

export interface SandboxOptions {
  readonly fn: FunctionModel;
  readonly environment: Readonly<Record<string, string>>;
  readonly compileCache: string;
  readonly clockOffset: SharedArrayBuffer;
  readonly log: FunctionLog;
}

export class Sandbox {
  readonly #worker: Worker;
  readonly #fn: FunctionModel;
  readonly #ready: Promise<Failure | undefined>;
  #settle: ((result: InvocationResult) => void) | undefined;
  #usable = true;
  #starting = true;

  constructor({ fn, environment, compileCache, clockOffset, log }: SandboxOptions) {
    this.#fn = fn;
    const settings: WorkerSettings = {
      codeDirectory: fn.codeDirectory,
      handler: fn.handler,
      functionArn: fn.arn,
      compileCache,
      clockOffset,
    };
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: fn.name,
      workerData: settings,
      env: { ...environment },
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    log.attach(fn.name, this.#worker);
    this.#ready = this.#started();
    this.#worker.on('error', (error) => this.#crashed(failureOfCrash(error)));
    this.#worker.on('exit', (code) =>
      this.#crashed({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with status ${code}`, trace: [] }),
    );
  }

  /** False after a crash, a timeout, a failed start or `discard`. */
  get usable(): boolean {
    return this.#usable;
  }

  /** True until it takes its first invocation or has failed to start. */
  get starting(): boolean {
    return this.#starting;
  }

  /** How much of the time since `mark` (or since it started) it was at work and not waiting, from 0 to 1. */
  workload(mark?: EventLoopUtilization): EventLoopUtilization {
    return this.#worker.performance.eventLoopUtilization(mark);
  }

  /** Runs one invocation; the caller never runs two at the same time. */
  async invoke(requestId: string, payload: Json): Promise<InvocationResult> {
    this.#worker.ref();
    const failure = await this.#ready;
    if (failure) {
      this.discard();
      return { ok: false, ...failure };
    }
    const result = await this.#run(requestId, JSON.stringify(payload));
    if (this.#usable) this.#worker.unref();
    return result;
  }

  /** Ends the thread at once. */
  discard(): Promise<number> {
    this.#usable = false;
    return this.#worker.terminate();
  }

  #run(requestId: string, payload: string): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const { timeoutSeconds } = this.#fn;
      const timer = setTimeout(() => {
        this.#settle?.({
          ok: false,
          errorType: 'Sandbox.Timedout',
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        });
        this.discard();
      }, timeoutSeconds * 1000);
      this.#settle = (result) => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(result);
      };
      const message: InvokeMessage = { requestId, payload, deadline: Date.now() + timeoutSeconds * 1000 };
      this.#worker.postMessage(message);
    });
  }

  #started(): Promise<Failure | undefined> {
    return new Promise((resolve) => {
      const seconds = INIT_SECONDS + this.#fn.timeoutSeconds;
      const errorMessage = `Init phase timed out after ${seconds.toFixed(2)} seconds`;
      const timer = setTimeout(
        () => settle({ errorType: 'Sandbox.Timedout', errorMessage, trace: [] }),
        seconds * 1000,
      );
      const settle = (failure: Failure | undefined) => {
        clearTimeout(timer);
        this.#starting = false;
        resolve(failure);
      };
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.type === 'ready') settle(undefined);
        else if (message.type === 'init-failed') settle(message.failure);
        else if (message.type === 'answered') this.#settle?.(answered(message.payload));
        else this.#settle?.({ ok: false, ...message.failure });
      });
      this.#worker.once('error', (error) => settle(failureOfCrash(error)));
      this.#worker.once('exit', () =>
        settle({
          errorType: 'Runtime.ExitError',
          errorMessage: 'Runtime exited without providing a reason',
          trace: [],
        }),
      );
    });
  }

  #crashed(failure: Failure): void {
    this.#usable = false;
    this.#settle?.({ ok: false, ...failure });
  }
}

function answered(payload: string): InvocationResult {
  if (Buffer.byteLength(payload) <= MAXIMUM_PAYLOAD_BYTES) return { ok: true, payload: JSON.parse(payload) as Json };
  return {
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAXIMUM_PAYLOAD_BYTES} bytes).`,
  };
}

function failureOfCrash(error: unknown): Failure {
  const crash = error instanceof Error ? error : new Error(String(error));
  const outOfMemory = (crash as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return {
    errorType: outOfMemory ? 'Runtime.OutOfMemory' : crash.name,
    errorMessage: crash.message,
    trace: crash.stack?.split('\n') ?? [],
  };
}
