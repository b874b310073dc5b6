// An HTTP server between a function and its table: hands every request on and keeps the latest ones as DynamoDB sees them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireRequest } from './recorded-table.ts';

export async function startRecordingProxy(table: URL) {
  let sent: WireRequest[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const { host: _, connection: __, ...headers } = request.headers;
    const operation = String(headers['x-amz-target']).split('.')[1] ?? '';
    sent.push({ operation, body: JSON.parse(body.toString()) });
    const reply = await fetch(table, { method: 'POST', headers: headers as Record<string, string>, body });
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The requests since this was last called. */
    take(): readonly WireRequest[] {
      const taken = sent;
      sent = [];
      return taken;
    },
    stop: () => server.close(),
  };
}
