// Runs the template's functions by name or ARN. Called by the gateway, event sources, rules and state machines.
// Never rejects: a crash, a timeout or an unknown function is a failed result.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FunctionInvoker, InvocationResult, Json } from '../contracts.ts';
import type { FunctionModel } from '../template/model.ts';
import { functionEnvironment } from './environment.ts';
import { createFunctionLog } from './function-log.ts';
import { FunctionPool } from './function-pool.ts';
import { KeptSandboxes } from './kept-sandboxes.ts';

export interface InvokerOptions {
  readonly functions: readonly FunctionModel[];
  /** The gateway's base URL, for the AWS endpoint in each function's environment. */
  readonly url: string;
  /** The data directory. */
  readonly data: string;
  /** See clock.ts. */
  readonly clockOffset: SharedArrayBuffer;
  /** The most sandboxes that are kept when idle. */
  readonly warm?: number | undefined;
  readonly verbose: boolean;
  readonly log: (line: string) => void;
}

export interface Invoker extends FunctionInvoker {
  /** Resolves when nothing has run for a while. */
  idle(): Promise<void>;
  /** Ends all sandboxes. */
  stop(): Promise<void>;
}

const WARM = 48;
// Longer than an event takes from the table to its consumer.
const IDLE = { looks: 10, lookMs: 20 };

/** Sandboxes start on first use. */
export function createInvoker(options: InvokerOptions): Invoker {
  const { functions, url, data, clockOffset, warm = WARM, verbose, log } = options;
  const functionLog = createFunctionLog(join(data, 'logs'), verbose, log);
  const compileCache = join(data, 'compile-cache');
  const kept = new KeptSandboxes(warm);
  const pools = new Map(
    functions.map((fn) => [
      fn.name,
      new FunctionPool(
        { fn, environment: functionEnvironment(fn, url), compileCache, clockOffset, log: functionLog },
        kept,
      ),
    ]),
  );
  let running = 0;
  return {
    async invoke(functionNameOrArn: string, payload: Json): Promise<InvocationResult> {
      const pool = pools.get(functionNameOf(functionNameOrArn));
      if (!pool) {
        const errorMessage = `Function not found: ${functionNameOrArn}`;
        return { ok: false, errorType: 'ResourceNotFoundException', errorMessage };
      }
      running += 1;
      try {
        return await pool.invoke(payload);
      } finally {
        running -= 1;
      }
    },
    async idle() {
      for (let looks = 0; looks < IDLE.looks; looks = running === 0 ? looks + 1 : 0) await setTimeout(IDLE.lookMs);
    },
    async stop() {
      kept.clear();
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      functionLog.close();
    },
  };
}

/** The bare name in a name, a partial or a full ARN, with or without the qualifier $LATEST. */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^.*:function:/, '').replace(/:\$LATEST$/, '');
}
