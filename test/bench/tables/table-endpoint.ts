// The endpoint of a table's client, for requests that must reach the same table without that client.
import type { Table } from '../../../entities/_base/table/table.ts';

export async function endpointOf({ client }: Table): Promise<URL> {
  const endpoint = await client.config.endpoint?.();
  if (endpoint === undefined) throw new Error('the client has no endpoint of its own');
  return new URL(`${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}${endpoint.path}`);
}
