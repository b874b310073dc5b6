// A service that quotes a given text in its failure, as any of the services, and keeps its requests.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { refusalIn } from '../../support/services/canary-secrets.ts';

export interface CanaryService {
  /** A path below it begins with the name of the service it stands for. */
  readonly url: string;
  /** Bodies and headers of what was posted below `/hook`, as they came. */
  readonly posted: readonly string[];
  /** From now on, the words in which everything but `/hook` is refused; nothing lets everything pass. */
  say(words: string | undefined): void;
  close(): void;
}

export async function startCanaryService(): Promise<CanaryService> {
  let said: string | undefined;
  const posted: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const [, service = ''] = (request.url ?? '').split('/');
    if (service === 'hook') posted.push(`${JSON.stringify(request.headers)}${body}`);
    if (service === 'hook' || said === undefined) {
      response.writeHead(204).end();
      return;
    }
    const line = said.replace(/\s+/g, ' ');
    response.writeHead(401, { 'content-type': 'application/json', 'x-error': line });
    response.end(JSON.stringify(refusalIn(service, said)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    say: (words) => {
      said = words;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
