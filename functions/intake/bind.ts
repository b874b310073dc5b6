// Binds webhooks in, and the answer to unknown routes, to their environment. Loaded by api.handler.ts with the first request, so
// that schemas, senders and the key's client do not weigh on the start.
import { KMSClient } from '@aws-sdk/client-kms';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { RawTable } from '../../entities/_base/table/raw-table.ts';
import { createArrivalStore } from '../../entities/intake/arrival.store.ts';
import { readEnvironment } from '../_kit/env.ts';
import { problemReply } from '../_kit/http/problem.ts';
import { isPreflight, unknownRoute } from '../_kit/http/unknown-route.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createPut, type SendEvents } from './bus.ts';
import { manifest } from './manifest.ts';
import { receiveArrival } from './ops/receive-arrival.ts';
import { signedHandler } from './signed-handler.ts';

/** The clients of AWS; each is made with the name that the environment gives it. */
export interface Connections {
  readonly table: (name: string) => RawTable;
  readonly sendEvents: SendEvents;
}

export function bind(connections: Connections) {
  const environment = readEnvironment(manifest.lambdas.api.environment);
  const table = connections.table(environment.TABLE_NAME);
  const { receiveArrival: route } = manifest.routes;
  const takeArrival = signedHandler(route, receiveArrival, {
    table,
    deliveries: createArrivalStore(table),
    open: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }).open,
    put: createPut(connections.sendEvents, environment.EVENT_BUS_NAME),
    now: Date.now,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { http, requestId } = event.requestContext;
    if (isPreflight(event)) return { statusCode: 204 };
    if (event.routeKey !== '$default' && http.method === route.method) return takeArrival(event);
    return problemReply(unknownRoute([route], http.method, event.rawPath), requestId);
  };
}
