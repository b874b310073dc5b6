// A real HTTP server on a free port of 127.0.0.1 for tests of outgoing calls: it answers as the test sets and keeps its requests. Each
// call of `startHttpService` starts one server; close it at the end of the test.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOutbound } from '../../../functions/_kit/outbound/outbound.ts';

export interface SeenRequest {
  readonly method: string;
  /** Without the query, still percent-encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
}

/** `METHOD /path`, or `*` for all others, to what is answered: a constant, a list used up one by one (the last stays), or a function. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[] | ((request: SeenRequest) => Answer)>>;

export interface HttpService extends AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** The requests of one method, or of all, as `METHOD /path`. */
  calls(method?: string): string[];
  /** The only request of a `METHOD /path`; throws when there was none or more than one. */
  only(call: string): SeenRequest;
}

/** The outgoing HTTP of the house, allowed to call this machine. */
export const localOutbound = createOutbound({ allowedHosts: ['127.0.0.1'] });

/** A path that has no answer is 501, so that a client which asks something unexpected fails loudly. */
export async function startHttpService(answers: Answers): Promise<HttpService> {
  const seen: SeenRequest[] = [];
  const turns = new Map<string, number>();

  const answerTo = (request: SeenRequest): Answer => {
    const call = `${request.method} ${request.path}`;
    const answer = answers[call] ?? answers['*'];
    if (answer === undefined) return { status: 501, body: { message: `the test has no answer to ${call}` } };
    if (typeof answer === 'function') return answer(request);
    if (!isList(answer)) return answer;
    const turn = turns.get(call) ?? 0;
    turns.set(call, turn + 1);
    return answer[Math.min(turn, answer.length - 1)] ?? {};
  };

  return listen((incoming, reply) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://service');
      const text = Buffer.concat(chunks).toString('utf8');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        text,
        json: parseJson(text),
      };
      seen.push(request);
      const { status = 200, headers = {}, body } = answerTo(request);
      const isText = typeof body === 'string' || body === undefined;
      reply.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers });
      reply.end(isText ? body : JSON.stringify(body));
    });
  }, seen);
}

/** A server with a handler of its own, for what cannot be said with answers (silence, endless bodies). */
export async function listen(handler: http.RequestListener, seen: SeenRequest[] = []): Promise<HttpService> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    calls: (method) => seen.filter((one) => !method || one.method === method).map((one) => `${one.method} ${one.path}`),
    only(call) {
      const [request, ...others] = seen.filter((one) => `${one.method} ${one.path}` === call);
      if (!request || others.length > 0)
        throw new Error(`${call} was asked ${others.length + (request ? 1 : 0)} times`);
      return request;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isList = (answer: object): answer is readonly Answer[] => Array.isArray(answer);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
