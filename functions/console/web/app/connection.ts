// The API as this page calls it: same origin, the session's cookie, and the console's own header, which a foreign page cannot send.
import { CONSOLE_HEADER } from '../../../../entities/names.ts';
import { type Answer, type Client, createClient, type Endpoint, type Problem } from '../../../client.ts';

/** A refusal of the API, or an answer that never came. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Problem & { readonly fields?: readonly FieldProblem[] };
  /** Names the request in the logs. */
  readonly requestId: string | undefined;
  /** The pause that the API asks for before the next attempt. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, problem: Refusal['problem'], headers = new Headers()) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.problem = problem;
    this.requestId = headers.get('x-correlation-id') ?? headers.get('apigw-requestid') ?? undefined;
    const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
    this.retryAfterMs = Number.isNaN(seconds) ? undefined : seconds * 1000;
  }
}

export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface Answered<T> {
  readonly body: T;
  /** The revision that a change of this resource names. */
  readonly etag: string | undefined;
}

const NO_ANSWER: Problem = {
  code: 'console.no_answer',
  title: 'The API did not answer',
  detail: 'Windlass could not be reached. Check the connection, then try again.',
};

/** Of an answer to a request without a valid session; a refused sign-in has another code. */
export const UNAUTHENTICATED = 'request.unauthenticated';

/** A `poll` is asked for by no person, so that it does not extend the session. */
export const connect = (tenant: string, kind: '1' | 'poll' = '1'): Client =>
  createClient({
    url: '',
    tenant,
    send: (url, init) => fetch(url, { ...init, headers: { ...init?.headers, [CONSOLE_HEADER]: kind } }),
  });

type Listener = () => void;
const listeners = new Set<Listener>();

/** Calls the listener with each answer that knows no valid session; returns how to end that. */
export function onUnauthenticated(listener: Listener): Listener {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type Call = (endpoint: Endpoint, input: object) => Promise<Answer<Endpoint>>;

/** The answer of an endpoint, whose types the caller knows; throws a Refusal. */
export async function ask<T>(client: Client, endpoint: Endpoint, input: object): Promise<Answered<T>> {
  const answer = await (client.call as Call)(endpoint, input).catch(() => undefined);
  if (answer === undefined) throw new Refusal(0, NO_ANSWER);
  const { ok, status, headers, body } = answer;
  if (!ok || isForeign(body)) {
    const problem = isProblem(body) ? body : unreadable(status);
    if (problem.code === UNAUTHENTICATED) for (const listener of listeners) listener();
    throw new Refusal(status, problem, headers);
  }
  return { body: body as T, etag: headers.get('etag') ?? undefined };
}

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'code' in body;

/** The API answers JSON or nothing: a text is the page of a gateway or of a network that wants a sign-in. */
const isForeign = (body: unknown): boolean => typeof body === 'string' && body !== '';

const unreadable = (status: number): Problem => ({
  code: `http.${status}`,
  title: `Something else than the API answered ${status}`,
  detail: 'Try again in a moment.',
});
