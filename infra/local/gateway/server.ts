// The one HTTP server of the local runtime, on the loopback address only. Called by runtime.ts, which listens first (the
// template needs the port) and opens it when everything behind it works; until then it answers 503.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, read whole. */
export interface GatewayRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly rawQuery: string;
  /** Names in lower case; a repeated header is one, joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly protocol: string;
  readonly sourceIp: string;
}

export interface GatewayReply {
  /** 0: never answer; -1: destroy the socket (stand-ins that fail so). */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export type GatewayHandler = (request: GatewayRequest) => Promise<GatewayReply>;

export interface Gateway {
  /** As http://127.0.0.1:4100 */
  readonly url: string;
  /** From now on requests go to `handler`. */
  open(handler: GatewayHandler): void;
  /** Takes no more requests, lets those in hand finish, then ends. */
  close(): Promise<void>;
}

/** Raised when the port is taken; printed as one line. */
export class PortInUseError extends Error {
  constructor(port: number) {
    super(`port ${port} is in use; choose another with --port`);
    this.name = 'PortInUseError';
  }
}

const HOST = '127.0.0.1';
// API Gateway's quota for a payload.
const MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;
const CLOSE_GRACE_MS = 2000;

/** Starts listening; port 0 picks a free one. */
export async function listen(port: number, log: (line: string) => void): Promise<Gateway> {
  let handler: GatewayHandler = async () => ({
    ...messageReply(503, 'Service Unavailable'),
    headers: { 'retry-after': '1' },
  });
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    serve(request, response, (read) => handler(read)).catch((error: unknown) => {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`);
      send(response, messageReply(500, 'Internal Server Error'));
    });
  });
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUseError(port);
    throw error;
  }
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    open(next) {
      handler = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(impatience);
    },
  };
}

/** API Gateway's own answers: `{"message": …}`. */
export function messageReply(status: number, message: string): GatewayReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

async function serve(request: IncomingMessage, response: ServerResponse, handler: GatewayHandler): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    send(response, messageReply(413, 'Request Entity Too Large'));
    return;
  }
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const reply = await handler({
    method: request.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    rawQuery: question < 0 ? '' : url.slice(question + 1),
    headers: joinedHeaders(request.rawHeaders),
    body,
    protocol: `HTTP/${request.httpVersion}`,
    sourceIp: request.socket.remoteAddress ?? HOST,
  });
  if (reply.status === 0) return;
  if (reply.status === -1) response.destroy();
  else send(response, reply);
}

function send(response: ServerResponse, reply: GatewayReply): void {
  if (response.headersSent) return;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.writeHead(reply.status);
  response.end(reply.body ?? '');
}

/** The body, or undefined when it is too large: read to its end all the same, for clients do not listen while they send. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAXIMUM_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAXIMUM_BODY_BYTES) return undefined;
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function joinedHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const separator = name === 'cookie' ? '; ' : ',';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}${separator}${value}`;
  }
  return headers;
}
