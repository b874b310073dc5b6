// Passes functions' DynamoDB calls on to the server behind the gateway, byte for byte. Called by aws-endpoint.ts.
// Going through the gateway costs a hop; it buys the check of grants and streams that wake at once after a write.
import { Agent, request as httpRequest } from 'node:http';
import type { GatewayReply, GatewayRequest } from '../gateway/server.ts';

const WRITES = /\.(?:PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems|Execute\w+)$/;
const PASSED = ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token', 'x-amz-target'];

export interface DynamoProxy {
  forward(request: GatewayRequest): Promise<GatewayReply>;
  stop(): void;
}

/** `onWrite` is called after each call that may have changed a table. */
export function createDynamoProxy(endpoint: string, onWrite: () => void): DynamoProxy {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  return {
    forward: (request) =>
      new Promise((resolve, reject) => {
        const headers = PASSED.flatMap((name) =>
          request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
        );
        const outgoing = httpRequest(
          endpoint,
          { agent, method: 'POST', headers: { ...Object.fromEntries(headers), 'content-length': request.body.length } },
          (incoming) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
            incoming.on('error', reject);
            incoming.on('end', () => {
              if (WRITES.test(request.headers['x-amz-target'] ?? '')) onWrite();
              resolve({
                status: incoming.statusCode ?? 500,
                headers: replyHeaders(incoming.headers),
                body: Buffer.concat(chunks),
              });
            });
          },
        );
        outgoing.on('error', reject);
        outgoing.end(request.body);
      }),
    stop: () => agent.destroy(),
  };
}

function replyHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && (name.startsWith('x-amz') || name === 'content-type')) kept[name] = value;
  }
  return kept;
}
