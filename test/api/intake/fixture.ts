// The intake on a real table, with a bus that keeps its events and a sealer that checks tenant and integration.
import { createHmac } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { createRawTable } from '../../../entities/_base/table/raw-table.ts';
import { createArrivalStore } from '../../../entities/intake/arrival.store.ts';
import {
  homeWorkspaceKeys,
  integrationKeys,
  integrationSecretKeys,
} from '../../../entities/integrations/integration.keys.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { tenantKeys, tenantSlugKeys } from '../../../entities/tenants/tenant.keys.ts';
import { manifest } from '../../../functions/intake/manifest.ts';
import { type IntakeDeps, receiveArrival } from '../../../functions/intake/ops/receive-arrival.ts';
import type { OutsideEvent } from '../../../functions/intake/sender.ts';
import { TENANT_ID } from '../../support/http.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const SECRET = 'the shared secret';

export const sha256 = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

export interface Hook {
  readonly integrationId: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tenant?: string;
  readonly isBase64Encoded?: boolean;
}

export async function startIntake() {
  const { table: document, items, stop } = await startTable();
  const table = createRawTable(document.client, document.name);
  await table.put({ ...keyOf(tenantSlugKeys, { slug: 'acme' }), slug: 'acme', tenantId: TENANT_ID });
  const markTenant = (mark: { deletedAt?: string }) =>
    table.put({ ...keyOf(tenantKeys, { tenantId: TENANT_ID }), tenantId: TENANT_ID, slug: 'acme', ...mark });
  await markTenant({});

  const published: OutsideEvent[] = [];
  const pauses: number[] = [];
  const deps: IntakeDeps = {
    table,
    arrivals: createArrivalStore(table),
    open: async (tenantId, integrationId, sealed) => {
      const [tenant, integration, opened] = JSON.parse(sealed);
      if (tenant !== tenantId || integration !== integrationId) throw new Error('sealed for another integration');
      return opened;
    },
    put: async (event) => {
      published.push(event);
    },
    publicUrl: 'https://windlass.example.com',
    now: () => NOW,
    pause: async (ms) => {
      pauses.push(ms);
    },
  };

  return {
    table,
    published,
    /** Milliseconds that refusals waited for. */
    pauses,
    markTenant,
    stop,
    arrivals: async () => (await items()).filter(({ pk }) => String(pk).includes('#ARRIVALS#')),

    async addIntegration(
      integrationId: string,
      type: IntegrationType,
      opened: object | undefined = { webhookSecret: SECRET, signingSecret: SECRET },
      isActive = true,
      over: object = {},
    ) {
      const { kind } = INTEGRATION_TYPES[type];
      const key = keyOf(integrationKeys, { tenantId: TENANT_ID, kind, integrationId });
      const verified = { verificationStatus: 'VALID', name: integrationId, workspaceId: 'T0ACME' };
      await table.put({ ...key, integrationId, kind, type, isActive, ...verified, ...over });
      await table.put({ ...keyOf(homeWorkspaceKeys, { tenantId: TENANT_ID }), workspaceId: 'T0ACME' });
      const secretKey = keyOf(integrationSecretKeys, { tenantId: TENANT_ID, integrationId });
      const sealed = JSON.stringify([TENANT_ID, integrationId, opened]);
      await table.put({ ...secretKey, integrationId, sealed });
    },

    /** Sends a hook as API Gateway would; `broken` replaces parts of the dependencies. */
    async send({ integrationId, body, headers = {}, tenant = 'acme', isBase64Encoded = false }: Hook, broken = {}) {
      const handler = receiveArrival(manifest.routes.receiveArrival, { ...deps, ...broken });
      const reply = await handler({
        pathParameters: { tenant, integrationId },
        headers,
        body,
        isBase64Encoded,
        requestContext: { requestId: '0192f000-0000-7000-8000-00000000c0de' },
      } as unknown as APIGatewayProxyEventV2);
      return {
        status: reply.statusCode,
        text: reply.body ?? '',
        body: reply.body ? JSON.parse(reply.body) : undefined,
      };
    },
  };
}

export type Intake = Awaited<ReturnType<typeof startIntake>>;

let deliveryCount = 0;

/** A delivery of GitHub's, signed as GitHub signs. */
export function githubHook(
  payload: unknown,
  options: { event?: string; delivery?: string; secret?: string } = {},
): Hook {
  const { event = 'push', delivery = `delivery-${++deliveryCount}`, secret = SECRET } = options;
  const body = JSON.stringify(payload);
  return {
    integrationId: 'github-1',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${sha256(secret, body)}`,
    },
  };
}

/** A form of Slack's, signed as Slack signs. */
export function slackHook(form: Record<string, string>, at = NOW, secret = SECRET): Hook {
  const body = new URLSearchParams(form).toString();
  const timestamp = String(Math.floor(at / 1000));
  return {
    integrationId: 'slack-1',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${sha256(secret, `v0:${timestamp}:${body}`)}`,
    },
  };
}
