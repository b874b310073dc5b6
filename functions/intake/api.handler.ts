// The `api` function of the intake. It also answers requests that fit no domain's routes.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createArrivalStore } from '../../entities/intake/arrival.store.ts';
import { environmentOf } from '../_kit/env.ts';
import { problemReply } from '../_kit/http/problem.ts';
import { isPreflight, unknownRoute } from '../_kit/http/unknown-route.ts';
import { baseOf } from '../_kit/manifest.ts';
import { connectRawTable } from '../_kit/raw-table.ts';
import { createSealer } from '../_kit/sealer.ts';
import { manifest } from './manifest.ts';
import { receiveArrival } from './ops/receive-arrival.ts';
import { createPut } from './outside-event.ts';

const environment = environmentOf(manifest, 'api');
const table = connectRawTable(environment.TABLE_NAME);
// `outside-event.ts` retries, so the SDK does not.
const bus = new EventBridgeClient({ maxAttempts: 1 });

const { receiveArrival: route } = manifest.routes;
const takeArrival = receiveArrival(route, {
  table,
  arrivals: createArrivalStore(table),
  open: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }).open,
  put: createPut((Entries) => bus.send(new PutEventsCommand({ Entries })), environment.EVENT_BUS_NAME),
  publicUrl: environment.PUBLIC_URL,
  now: Date.now,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const { http, requestId } = event.requestContext;
  if (isPreflight(event)) return { statusCode: 204 };
  if (event.routeKey !== '$default' && http.method === route.method) return takeArrival(event);
  return problemReply(unknownRoute(baseOf(manifest), [route], http.method, event.rawPath), requestId);
}
