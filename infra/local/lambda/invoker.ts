// Runs the template's functions by name or ARN. Called by the gateway, event sources, rules and state machines.
// Never rejects: a crash, a timeout or an unknown function is a failed result.
import { join } from 'node:path';
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
  readonly verbose: boolean;
  readonly log: (line: string) => void;
}

/** Sandboxes start on first use; `stop` ends them all. */
export function createInvoker(options: InvokerOptions): FunctionInvoker & { stop(): Promise<void> } {
  const { functions, url, data, verbose, log } = options;
  const functionLog = createFunctionLog(join(data, 'logs'), verbose, log);
  const compileCache = join(data, 'compile-cache');
  const kept = new KeptSandboxes();
  const pools = new Map(
    functions.map((fn) => [
      fn.name,
      new FunctionPool({ fn, environment: functionEnvironment(fn, url), compileCache, log: functionLog }, kept),
    ]),
  );
  return {
    async invoke(functionNameOrArn: string, payload: Json): Promise<InvocationResult> {
      const pool = pools.get(functionNameOf(functionNameOrArn));
      if (pool) return pool.invoke(payload);
      return {
        ok: false,
        errorType: 'ResourceNotFoundException',
        errorMessage: `Function not found: ${functionNameOrArn}`,
      };
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
