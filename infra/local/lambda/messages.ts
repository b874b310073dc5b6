// Messages between the invoker and a worker thread. Payloads cross as JSON text, as they do in Lambda.

export interface WorkerSettings {
  /** Absolute directory of the unpacked asset. */
  readonly codeDirectory: string;
  /** As `index.handler`. */
  readonly handler: string;
  readonly functionArn: string;
  readonly compileCache: string;
  /** See clock.ts. */
  readonly clockOffset: SharedArrayBuffer;
}

export interface InvokeMessage {
  readonly requestId: string;
  readonly payload: string;
  /** Epoch milliseconds (UTC). */
  readonly deadline: number;
}

export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'init-failed'; readonly failure: Failure }
  | { readonly type: 'answered'; readonly payload: string }
  | { readonly type: 'failed'; readonly failure: Failure };
