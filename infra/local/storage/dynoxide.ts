// Runs DynamoDB for the local runtime: the `dynoxide` binary on a free port, or the server DYNAMODB_ENDPOINT names.
// Called by runtime.ts. The child never outlives this process: its shell wrapper kills it when our end of the pipe closes.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AwsError, type JsonObject } from '../contracts.ts';
import { DynamoUnavailableError, findBinary } from './dynoxide-binary.ts';

/** DynamoDB's JSON protocol, tables and streams, over HTTP. */
export interface DynamoServer {
  readonly endpoint: string;
  /** Calls `<prefix>.<operation>`; rejects with `AwsError` when the server answers an error. */
  call(operation: string, input: JsonObject): Promise<JsonObject>;
  callStreams(operation: string, input: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

// The wrapper prints the child's pid, then lives as long as the child; a second shell waits for the pipe to close.
const WRAPPER = `exec 3<&0; "$@" 3<&- & child=$!; echo "pid $child"; (cat <&3 >/dev/null; kill -9 $child 2>/dev/null) & wait $child`;
const READY = /listening on (http:\/\/\S+)/;
const START_TIMEOUT_MS = 15_000;

/** Starts DynamoDB on `directory`/table.sqlite and resolves when it takes requests. */
export async function startDynamo(directory: string, log: (line: string) => void): Promise<DynamoServer> {
  const external = process.env.DYNAMODB_ENDPOINT;
  if (external) return { ...client(external), stop: async () => {} };
  const pidFile = join(directory, 'dynoxide.pid');
  killLeftover(pidFile, directory);
  const child = spawn(
    '/bin/sh',
    ['-c', WRAPPER, 'sh', findBinary(log), '--port', await freePort(), '--db-path', join(directory, 'table.sqlite')],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const endpoint = await ready(child, pidFile, log);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ...client(endpoint),
    async stop() {
      child.stdin?.end();
      await exited;
      rmSync(pidFile, { force: true });
    },
  };
}

/** Speaks DynamoDB's JSON 1.0 protocol to an endpoint. */
function client(endpoint: string): Omit<DynamoServer, 'stop'> {
  const send = async (target: string, input: JsonObject): Promise<JsonObject> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: dynamoHeaders(target),
      body: JSON.stringify(input),
    });
    const body = JSON.parse((await response.text()) || '{}') as JsonObject;
    if (response.ok) return body;
    const code = String(body.__type ?? 'InternalServerError').replace(/^.*#/, '');
    throw new AwsError(code, String(body.message ?? body.Message ?? code), response.status);
  };
  return {
    endpoint,
    call: (operation, input) => send(`DynamoDB_20120810.${operation}`, input),
    callStreams: (operation, input) => send(`DynamoDBStreams_20120810.${operation}`, input),
  };
}

/** The headers of a signed call; local servers look at their shape only, so the signature is a placeholder. */
function dynamoHeaders(target: string): Record<string, string> {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20250101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=local',
  };
}

/** The binary reports `:0` when told to pick a port itself, so the port is picked here. */
async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return String(port);
}

function ready(child: ChildProcess, pidFile: string, log: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DynamoUnavailableError('dynoxide did not start in time')),
      START_TIMEOUT_MS,
    );
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    let lastLine = '';
    const onLine = (line: string) => {
      lastLine = line;
      const pid = /^pid (\d+)$/.exec(line)?.[1];
      if (pid) writeFileSync(pidFile, pid, { mode: 0o600 });
      const endpoint = READY.exec(line)?.[1];
      if (endpoint) settle(() => resolve(endpoint));
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', onLine);
    child.once('error', (error) => settle(() => reject(new DynamoUnavailableError(error.message))));
    child.once('exit', (code, signal) => {
      settle(() => reject(new DynamoUnavailableError(`dynoxide ended (${signal ?? code}): ${lastLine}`)));
      if (signal === null && code !== 0 && code !== 137) log(`dynoxide ended with status ${code}: ${lastLine}`);
    });
  });
}

/** A run that was killed between two system calls may leave its child for a moment; it must not write beside ours. */
function killLeftover(pidFile: string, directory: string): void {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  rmSync(pidFile, { force: true });
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
    if (command.includes('dynoxide') && command.includes(directory)) process.kill(pid, 'SIGKILL');
  } catch {
    // No such process: the usual case.
  }
}
