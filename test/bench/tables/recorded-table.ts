// Records the requests of a table's client as they are sent, for the independent count of units and the comparison with the bare client.
import type { Table } from '../../../entities/_base/table/table.ts';

export interface WireRequest {
  /** `Query`, `TransactWriteItems`: the operation of the API. */
  readonly operation: string;
  readonly body: unknown;
}

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Records from now on; `during(work)` answers what was sent meanwhile. */
export function recordRequests({ client }: Table) {
  const sent: WireRequest[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, body } = args.request as HttpRequest;
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      sent.push({ operation, body: JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) });
      return next(args);
    },
    { step: 'finalizeRequest', name: 'record' },
  );
  return {
    async during<T>(
      work: () => Promise<T>,
    ): Promise<{ readonly result: T; readonly requests: readonly WireRequest[] }> {
      const from = sent.length;
      const result = await work();
      return { result, requests: sent.slice(from) };
    },
  };
}
