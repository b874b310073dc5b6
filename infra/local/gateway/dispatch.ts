// Routes requests: `/_local/…` to the AWS endpoint, the stand-ins and their controls, everything else to the template's HTTP API.
// Refuses requests of foreign web pages. Called by runtime.ts.
import type { BusFaults } from '../bus/bus-faults.ts';
import type { OutsideReply, OutsideWorld } from '../outside/outside.ts';
import type { Calls } from './aws/callers.ts';
import type { Metrics } from './metering.ts';
import { type GatewayHandler, type GatewayReply, type GatewayRequest, messageReply } from './server.ts';
import { refusalOf } from './web-pages.ts';

export interface DispatchOptions {
  readonly api: GatewayHandler;
  readonly aws: GatewayHandler;
  readonly outside: OutsideWorld;
  readonly busFaults: BusFaults;
  readonly metrics: () => Metrics;
  readonly calls: () => Calls;
  /** Of every stack: names of the bus, the table and the like, for scripts that speak to `/_local/aws`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Of pages that may call the API. */
  readonly allowedOrigins: readonly string[];
  /** The gateway's base URL. */
  readonly url: string;
}

const LOCAL = /^\/_local\/([^/]+)(\/.*)?$/;

export function createDispatch(options: DispatchOptions): GatewayHandler {
  const { api, aws, outside, metrics, calls, outputs, url } = options;
  return async (request) => {
    const local = LOCAL.exec(request.path);
    const refusal = refusalOf(request, {
      allowedOrigins: local ? [] : options.allowedOrigins,
      isLinked: !local && request.path.startsWith('/console'),
    });
    if (refusal !== undefined) return messageReply(403, `Forbidden: ${refusal}`);
    if (!local) return api(request);
    const [, name = '', rest = '/'] = local;
    const inner: GatewayRequest = { ...request, path: rest };
    if (name === 'aws') return aws(inner);
    if (name === 'health') return jsonReply(200, { status: 'ok' });
    if (name === 'metrics') return jsonReply(200, metrics());
    if (name === 'calls') return jsonReply(200, calls());
    if (name === 'outputs') return jsonReply(200, outputs);
    if (name === 'inbox') return jsonReply(200, outside.inbox(new URLSearchParams(request.rawQuery)));
    if (name === 'faults') return faults(inner, options);
    if (!outside.names.includes(name)) return messageReply(404, 'Not Found');
    return toStandIn(outside, name, inner, url);
  };
}

/** Those of the stand-ins, and `events` for the bus. */
function faults(request: GatewayRequest, { outside, busFaults }: DispatchOptions): GatewayReply {
  const name = request.path.slice(1);
  const events = busFaults.inForce();
  if (request.method === 'GET' && name === '')
    return jsonReply(200, { ...outside.faults(), ...(events && { events }) });
  if (request.method !== 'PUT') return messageReply(405, 'Method Not Allowed');
  const body = request.body.toString('utf8');
  return replyOf(name === 'events' ? busFaults.set(body) : outside.setFault(name, body));
}

/** `request.path` is the service's own. `origin` is the gateway's base URL. */
export async function toStandIn(
  outside: OutsideWorld,
  name: string,
  request: GatewayRequest,
  origin: string,
): Promise<GatewayReply> {
  const { method, path, headers, body, rawQuery } = request;
  const query = new URLSearchParams(rawQuery);
  return replyOf(await outside.handle(name, { method, path, query, headers, body: body.toString('utf8'), origin }));
}

function replyOf({ status, headers = {}, body }: OutsideReply): GatewayReply {
  if (typeof body === 'string') return { status, headers, body };
  return body === undefined
    ? { status, headers }
    : { ...jsonReply(status, body), headers: { 'content-type': 'application/json', ...headers } };
}

function jsonReply(status: number, body: unknown): GatewayReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
