// The interfaces between the parts of the local runtime. Everything durable goes through `db` (node:sqlite, one file
// under the data directory, WAL); every part must carry on from it after a SIGKILL at any statement.
import type { DatabaseSync } from 'node:sqlite';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text, or undefined if the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A failure as AWS answers it on the wire: `{"__type": code, "message": message}` with an HTTP status. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** One service of the AWS JSON protocols. `X-Amz-Target: <targetPrefix>.<operation>` picks the operation. */
export interface AwsJsonService {
  readonly targetPrefix: string;
  readonly operations: Readonly<Record<string, (input: JsonObject) => Promise<JsonObject> | JsonObject>>;
}

/** The result of one synchronous invocation. `errorType` is the thrown error's name, as Step Functions matches it. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: Json }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace?: readonly string[];
    };

/** Runs a function of the template by its name or ARN. Never rejects: a crash or timeout is a failed result. */
export interface FunctionInvoker {
  invoke(functionNameOrArn: string, payload: Json): Promise<InvocationResult>;
}

/** A part that works in the background. `start` resumes the work of a killed process; `stop` waits for work in hand. */
export interface Part {
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

/** Shared by every durable part. `now` is epoch milliseconds (UTC). */
export interface PartContext {
  readonly db: DatabaseSync;
  readonly now: () => number;
  /** One line for the operator's log; never secrets. */
  readonly log: (line: string) => void;
}

/** Raised at start for anything in the template that the runtime does not support; printed as one line. */
export class UnsupportedError extends Error {
  constructor(resource: string, property: string, reason: string) {
    super(`${resource}: ${property}: ${reason}`);
    this.name = 'UnsupportedError';
  }
}
