// Takes one signed request of a service: verifies the raw bytes, ignores duplicates, puts an event on the bus. Writes
// nothing for a refused request. A crash between the steps loses nothing (see arrival.store.ts).
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import type { RawTable } from '../../../entities/_base/table/raw-table.ts';
import type { ArrivalStore } from '../../../entities/intake/arrival.store.ts';
import { intakeErrors } from '../../../entities/intake/errors.ts';
import { integrationKeys, integrationSecretKeys } from '../../../entities/integrations/integration.keys.ts';
import { INTEGRATION_KINDS } from '../../../entities/integrations/types/integration-kinds.ts';
import type { SenderName } from '../../../entities/integrations/types/integration-type.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { tenantKeys, tenantSlugKeys } from '../../../entities/tenants/tenant.keys.ts';
import { problemReply } from '../../_kit/http/problem.ts';
import type { Route } from '../../_kit/manifest.ts';
import { type OutsideEvent, type Sender, type SignedRequest, senderSecrets } from '../sender.ts';
import { appStore } from '../senders/app-store.ts';
import { bitbucket } from '../senders/bitbucket.ts';
import { github } from '../senders/github.ts';
import { gitlab } from '../senders/gitlab.ts';
import { jenkins } from '../senders/jenkins.ts';
import { registry } from '../senders/registry.ts';
import { slack } from '../senders/slack.ts';

export interface IntakeDeps {
  readonly table: RawTable;
  readonly arrivals: ArrivalStore;
  /** See functions/_kit/sealer.ts. */
  readonly open: (tenantId: string, integrationId: string, sealed: string) => Promise<unknown>;
  /** Rejects if the event did not reach the bus. */
  readonly put: (event: OutsideEvent) => Promise<void>;
  /** Base URL of this deployment for people; empty if unknown. */
  readonly publicUrl: string;
  readonly now: () => number;
  /** Resolves after `ms` milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** An undefined body answers 200 with nothing, for senders that show what they are answered. */
interface SignedReply {
  readonly body?: unknown;
  /** The route's own by default. */
  readonly status?: 200;
}

interface KnownIntegration {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly type: IntegrationType;
  /** Decrypts only when called, so that a type without a sender costs no decryption. */
  secrets(): Promise<ReturnType<typeof senderSecrets.parse>>;
}

const ID = /^[\w-]{1,64}$/;
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

async function tenantIdOf(table: RawTable, tenant: string): Promise<string | undefined> {
  if (UUID.test(tenant)) return tenant;
  const slug = ID.test(tenant) ? await table.get(keyOf(tenantSlugKeys, { slug: tenant })) : undefined;
  return slug?.tenantId as string | undefined;
}

/** Undefined if the tenant or the active integration does not exist, or the tenant is being deleted. */
async function findIntegration(
  table: RawTable,
  open: IntakeDeps['open'],
  tenant: string,
  integrationId: string,
): Promise<KnownIntegration | undefined> {
  const tenantId = ID.test(integrationId) ? await tenantIdOf(table, tenant) : undefined;
  if (tenantId === undefined) return undefined;
  const secretKey = keyOf(integrationSecretKeys, { tenantId, integrationId });
  const tenantKey = keyOf(tenantKeys, { tenantId });
  const items = await table.getMany([
    ...INTEGRATION_KINDS.map((kind) => keyOf(integrationKeys, { tenantId, kind, integrationId })),
    secretKey,
    tenantKey,
  ]);
  const found = (key: { readonly sk: string }) => items.find(({ sk }) => sk === key.sk);
  const integration = items.find(({ sk }) => sk !== secretKey.sk && sk !== tenantKey.sk);
  const sealed = found(secretKey)?.sealed;
  const stored = found(tenantKey);
  const isThere = stored !== undefined && stored.deletedAt === undefined;
  if (!isThere || integration?.isActive !== true) return undefined;
  return {
    tenantId,
    integrationId,
    type: integration.type as IntegrationType,
    secrets: async () =>
      typeof sealed === 'string' ? senderSecrets.parse(await open(tenantId, integrationId, sealed)) : {},
  };
}

/** A refusal takes a multiple of this time. */
const REFUSAL_MS = 250;

const SENDERS: Readonly<Record<SenderName, Sender>> = {
  github,
  gitlab,
  bitbucket,
  jenkins,
  slack,
  registry,
  'app-store': appStore,
};

function senderOf(type: IntegrationType): Sender | undefined {
  const facts = INTEGRATION_TYPES[type];
  return 'sender' in facts ? SENDERS[facts.sender] : undefined;
}

/** The integration and its sender; undefined unless the request is authentic. */
async function authentic(request: SignedRequest, deps: IntakeDeps, at: number) {
  const integration = await findIntegration(deps.table, deps.open, request.tenant, request.params.integrationId ?? '');
  const sender = integration && senderOf(integration.type);
  if (!integration || !sender) return undefined;
  const secret = (await integration.secrets())[sender.secret];
  const isAuthentic = secret !== undefined && (await sender.isAuthentic(request, secret, at));
  return isAuthentic ? { integration, sender } : undefined;
}

/** Neither the answer nor its duration reveals whether the tenant or integration exists. */
async function refuse(deps: IntakeDeps, at: number): Promise<never> {
  const taken = Math.max(0, deps.now() - at);
  await deps.pause(REFUSAL_MS - (taken % REFUSAL_MS));
  throw intakeErrors.signature_invalid();
}

async function take(request: SignedRequest, deps: IntakeDeps): Promise<SignedReply> {
  const at = deps.now();
  const found = await authentic(request, deps, at);
  if (!found) return refuse(deps, at);
  const { integration, sender } = found;

  const { tenantId, integrationId } = integration;
  const context = { tenantId, integrationId, correlationId: request.correlationId, at, publicUrl: deps.publicUrl };
  const { deliveryId, event, answer } = await sender.read(request, context, deps.table);
  const reply = (duplicate: boolean): SignedReply =>
    answer !== undefined
      ? { body: answer, status: 200 }
      : sender.repliesEmpty
        ? {}
        : { body: { accepted: true, deliveryId, ...(duplicate ? { duplicate } : {}) } };
  if (!event) return reply(false);

  const ref = { tenantId, integrationId, deliveryId };
  if ((await deps.arrivals.receive(ref, at)) === 'PUBLISHED') return reply(true);
  await deps.put(event);
  await deps.arrivals.markPublished(ref, at);
  return reply(false);
}

/** Lambda is given 6 MB at most, and API Gateway refuses what is more. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

function rawBody({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.byteLength > MAX_BODY_BYTES) throw baseErrors.too_large({ detail: `At most ${MAX_BODY_BYTES} bytes.` });
  return bytes;
}

/** Answers requests of the route. No authorizer and no parser comes before, because a signature is over the bytes as they came. */
export function receiveArrival(route: Route, deps: IntakeDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const correlationId = event.requestContext.requestId;
    try {
      const { tenant = '', ...params } = event.pathParameters ?? {};
      const request = { tenant, params, headers: event.headers, body: rawBody(event), correlationId };
      const { body, status = route.status } = await take(request, deps);
      if (body === undefined) return { statusCode: 200, body: '' };
      const headers = { 'content-type': 'application/json' };
      return { statusCode: status, headers, body: JSON.stringify(body) };
    } catch (error) {
      return problemReply(error, correlationId);
    }
  };
}
