// The tests' client of the table on connections that the engine closes while they are kept for the next request.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it } from 'vitest';
import { directClient } from '../../support/engine/direct-client.ts';

let server: Server;
afterEach(() => server.close());

/** A client of an engine that answers request number n, from 1 on, as `answer` does. */
async function clientOf(answer: (number: number, reply: ServerResponse) => void) {
  let requests = 0;
  server = createServer((_, reply) => answer(++requests, reply));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = directClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return { list: () => client.send(new ListTablesCommand({})), count: () => requests };
}

it('sends a request again that a kept connection lost', async () => {
  const { list, count } = await clientOf((number, reply) =>
    number === 2 ? reply.destroy() : reply.end('{"TableNames":["windlass"]}'),
  );
  await list();
  expect((await list()).TableNames).toEqual(['windlass']);
  expect(count()).toBe(3);
});

it('tells when a connection of its own is lost', async () => {
  const { list, count } = await clientOf((_, reply) => reply.destroy());
  await expect(list()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(count()).toBe(1);
});
