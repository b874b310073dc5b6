// The one shape every stand-in has: a table of routes over durable state. `outside.ts` runs it. A refused call (a thrown
// Refusal) leaves no trace in the state, as a service that answers an error has done nothing.
import type { Json } from '../contracts.ts';
import type { State } from './state.ts';

/** A request as the gateway hands it over. */
export interface OutsideRequest {
  readonly method: string;
  /** The path after `/_local/<name>`; begins with `/`, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** UTF-8 text; empty when there was none. */
  readonly body: string;
  /** For absolute links in replies, such as `http://127.0.0.1:4100`. */
  readonly origin: string;
}

/** A reply. An object or array body is sent as JSON, a string as it is. Status 0 means answer never, -1 reset the socket. */
export interface OutsideReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** One request on its way through a stand-in. */
export interface Call {
  readonly request: OutsideRequest;
  /** Percent-decoded path parameters by the names in the route's pattern. */
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
  /** Epoch milliseconds (UTC). */
  readonly now: number;
  /** Where this stand-in lives, such as `http://127.0.0.1:4100/_local/github`. */
  readonly base: string;
}

export type Handler = (call: Call) => OutsideReply;

/** A stand-in for one service. Adding a service is one such value, listed in `outside.ts`. */
export interface StandIn {
  readonly name: string;
  /** `METHOD /path/{segment}/{rest+}`; the first match answers. `{rest+}` may span slashes. */
  readonly routes: Readonly<Record<string, Handler>>;
  /** Throws a Refusal for a caller the service would not serve. */
  readonly authenticate: (call: Call) => void;
  /** Routes that need no credentials. */
  readonly open?: readonly string[];
  /** The service's answer to a path it does not know. */
  readonly notFound: (call: Call) => OutsideReply;
  /** The body the service sends with an error status of its own making (injected faults). */
  readonly failure: (status: number) => Json;
}

/** Thrown inside a stand-in to answer with an error at once. */
export class Refusal extends Error {
  readonly reply: OutsideReply;

  constructor(reply: OutsideReply) {
    super(`refused with ${reply.status}`);
    this.name = 'Refusal';
    this.reply = reply;
  }
}

/** Ends the call with this reply and without any change of state. */
export function refuse(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): never {
  throw new Refusal({ status, headers, body });
}

/** A route that fits a request, with its decoded parameters. */
export interface Match {
  readonly route: string;
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the first route for a method and path; undefined when there is none or the path is not valid percent-encoding. */
export type Matcher = (method: string, path: string) => Match | undefined;

/** Compiles a route table. Throws on a malformed pattern, so a typing error shows at start. */
export function compileRoutes(routes: Readonly<Record<string, Handler>>): Matcher {
  const compiled = Object.entries(routes).map(([route, handler]) => {
    const [method, pattern] = route.split(' ');
    if (!method || !pattern?.startsWith('/')) throw new Error(`not a route: ${route}`);
    return { route, method, handler, regex: toRegex(pattern) };
  });
  return (method, path) => {
    for (const candidate of compiled) {
      if (candidate.method !== method) continue;
      const groups = candidate.regex.exec(path)?.groups;
      if (!groups) continue;
      const params = decodeAll(groups);
      return params && { route: candidate.route, handler: candidate.handler, params };
    }
    return undefined;
  };
}

function toRegex(pattern: string): RegExp {
  const source = pattern
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const name = /^\{(\w+)(\+?)\}$/.exec(part);
      return name ? `(?<${name[1]}>${name[2] ? '.+' : '[^/]+'})` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  // The empty group makes `groups` defined for a pattern without parameters.
  return new RegExp(`^${source}(?<_>)$`);
}

function decodeAll(groups: Record<string, string>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value ?? '')]));
  } catch {
    return undefined;
  }
}

/** A path parameter the route's pattern declares. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}
