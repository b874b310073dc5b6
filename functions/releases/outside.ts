// The services that a release names, each as a client with its credentials opened for one call; and a chat that answers in private.
import { KMSClient } from '@aws-sdk/client-kms';
import type { Table } from '../../entities/_base/table/table.ts';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../entities/integrations/integration.entity.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { IntegrationKind } from '../../entities/integrations/types/integration-kinds.ts';
import { createPatientOutbound } from '../_adapters/_client/patient-outbound.ts';
import type { Outbound, PipelineClient } from '../_adapters/adapter.ts';
import { pipelineClient, type StoredContext, scmClient, storeClient, ticketClient } from '../_adapters/clients.ts';
import type { OwnPlaces } from '../_adapters/server/server-client.ts';
import { type AnswerInPrivate, createAnswerInPrivate } from '../_adapters/slack/response-url.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer, type Sealer } from '../_kit/sealer.ts';
import { ownPlacesIn } from './stores/own-places.ts';

interface OutsideOptions {
  readonly integrations: IntegrationRepo;
  readonly sealer: Sealer;
  readonly outbound: Outbound;
  readonly now: () => number;
  /** The environments and promotions of a tenant, for its SERVER targets. */
  readonly ownOf?: (tenantId: string) => OwnPlaces;
}

/** A pipeline's client, and how long its builds may take. */
type Pipeline = PipelineClient & { readonly buildTimeoutMinutes?: number | undefined };

/** Every build gets the parameters that its pipeline is configured with, and those of its release. */
function configured(client: PipelineClient, config: unknown): Pipeline {
  const { parameters = {}, buildTimeoutMinutes } = config as {
    parameters?: Readonly<Record<string, string>>;
    buildTimeoutMinutes?: number;
  };
  return {
    ...client,
    buildTimeoutMinutes,
    trigger: (wanted) => client.trigger({ ...wanted, parameters: { ...parameters, ...wanted.parameters } }),
  };
}

export type Outside = ReturnType<typeof createOutside>;

export function createOutside({ integrations, sealer, outbound, now, ownOf }: OutsideOptions) {
  async function open(tenantId: string, kind: IntegrationKind, integrationId: string) {
    const [found, sealed] = await Promise.all([
      integrations.getMany(tenantId, [{ kind, integrationId }]),
      integrations.getSecret(tenantId, integrationId),
    ]);
    const item: IntegrationItem | undefined = found.get(integrationId);
    if (item?.type === 'SERVER') {
      const context: StoredContext = { config: item.config, credentials: {}, outbound, now, own: ownOf?.(tenantId) };
      return { type: item.type, context };
    }
    if (!item || sealed === undefined) throw integrationErrors.not_found();
    const credentials = await sealer.open(tenantId, integrationId, sealed);
    const context: StoredContext = { config: item.config, credentials, outbound, now };
    return { type: item.type, context };
  }
  return {
    async scm(tenantId: string, integrationId: string) {
      const { type, context } = await open(tenantId, 'SCM', integrationId);
      return scmClient(type, context);
    },
    async pipeline(tenantId: string, integrationId: string) {
      const { type, context } = await open(tenantId, 'PIPELINE', integrationId);
      return configured(pipelineClient(type, context), context.config);
    },
    async store(tenantId: string, integrationId: string) {
      const { type, context } = await open(tenantId, 'TARGET', integrationId);
      return storeClient(type, context);
    },
    async tickets(tenantId: string, integrationId: string) {
      const { type, context } = await open(tenantId, 'TICKET', integrationId);
      const { createsEpics = true } = context.config as { createsEpics?: boolean };
      return { ...ticketClient(type, context), createsEpics: createsEpics as boolean | undefined };
    },
  };
}

interface Environment {
  readonly CREDENTIAL_KEY_ID: string;
  readonly ALLOWED_OUTBOUND_HOSTS: Parameters<typeof createOutbound>[0]['allowedHosts'];
}

/** Time kept for the transaction after the services have answered. */
const NOTING_MS = 3_000;

/** No attempt of a call begins later than `patienceMs` after the first, or when the invocation may be too short for it. */
export function connectOutside(
  environment: Environment,
  integrations: IntegrationRepo,
  patienceMs: number,
  leftMs: () => number,
  table: Table,
): Outside {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return createOutside({
    integrations,
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    outbound: createPatientOutbound(outbound, { patienceMs, leftMs: () => leftMs() - NOTING_MS }),
    now: Date.now,
    ownOf: ownPlacesIn(table),
  });
}

/** Without retries: a person in a chat does not wait for them. */
export const connectChat = ({ ALLOWED_OUTBOUND_HOSTS }: Pick<Environment, 'ALLOWED_OUTBOUND_HOSTS'>): AnswerInPrivate =>
  createAnswerInPrivate(createOutbound({ allowedHosts: ALLOWED_OUTBOUND_HOSTS }));
