// Runs inside a worker thread: loads one function's bundle and answers one invocation at a time. Started by sandbox.ts.
// Context as in the Lambda Developer Guide, "Lambda context object in Node.js".
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { followClock } from '../clock.ts';
import type { Failure, InvokeMessage, WorkerMessage, WorkerSettings } from './messages.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as WorkerSettings;
/** The deadline of an invocation is of the machine's time. */
const realNow = Date.now;
const send = (message: WorkerMessage) => parentPort?.postMessage(message);

async function loadHandler(): Promise<Handler> {
  const dot = settings.handler.lastIndexOf('.');
  const base = join(settings.codeDirectory, settings.handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find((path) => existsSync(path));
  if (!file) throw named('Runtime.ImportModuleError', `Cannot find module '${settings.handler.slice(0, dot)}'`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const name = settings.handler.slice(dot + 1);
  const handler = module[name] ?? (module.default as Record<string, unknown> | undefined)?.[name];
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  return handler as Handler;
}

function contextOf({ requestId, deadline }: InvokeMessage) {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
  };
}

async function answer(handler: Handler, message: InvokeMessage): Promise<WorkerMessage> {
  process.env._X_AMZN_TRACE_ID = `Root=1-${message.requestId.slice(0, 8)}-${message.requestId.replaceAll('-', '').slice(8)}`;
  try {
    const result = await handler(JSON.parse(message.payload), contextOf(message));
    return { type: 'answered', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { type: 'failed', failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

enableCompileCache(settings.compileCache);
followClock(settings.clockOffset);
try {
  const handler = await loadHandler();
  parentPort?.on('message', async (message: InvokeMessage) => send(await answer(handler, message)));
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'init-failed', failure: failureOf(error) });
}
