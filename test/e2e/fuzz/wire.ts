// One request as raw as Node sends it: any method, any path, any header, any bytes.
import { Agent, type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface WireRequest {
  readonly method: string;
  /** Path and query, sent as they are. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array | undefined;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = { br: brotliDecompressSync, gzip: gunzipSync };

/** Throws unless the bytes are of the reply's content encoding. */
function textOf({ headers }: IncomingMessage, bytes: Buffer): string {
  const decode = DECODERS[headers['content-encoding'] ?? ''] ?? ((plain) => plain);
  return (bytes.length === 0 ? bytes : decode(bytes)).toString('utf8');
}

export const send = (url: string, { method, target, headers, body }: WireRequest): Promise<WireReply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { agent, hostname, port, method, path: target, headers: { ...headers, ...length } };
    const sent = request(options, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        try {
          const text = textOf(reply, Buffer.concat(chunks));
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
        } catch (error) {
          reject(error);
        }
      });
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
