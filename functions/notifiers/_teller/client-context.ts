// A stored integration as its service's client needs it, with its credentials opened. Callers add a way out.
import { keyOf } from '../../../entities/_base/table/raw-table.ts';
import { integrationSecretKeys } from '../../../entities/integrations/integration.keys.ts';
import {
  type ConfigOf,
  type CredentialsOf,
  INTEGRATION_TYPES,
  type IntegrationType,
} from '../../../entities/integrations/types/integration-types.ts';
import type { ClientContext } from '../../_adapters/adapter.ts';
import type { Sealer } from '../../_kit/sealer.ts';
import type { TellerDeps } from './teller.ts';

export type OpenedContext<T extends IntegrationType> = Omit<ClientContext<T>, 'outbound'>;

interface Place {
  readonly tenantId: string;
  readonly integrationId: string;
}

export const secretKeyOf = (tenantId: string, integrationId: string) =>
  keyOf(integrationSecretKeys, { tenantId, integrationId });

/** `sealed` is what the item at `secretKeyOf` holds; undefined without it. */
export async function contextOf<T extends IntegrationType>(
  type: T,
  { tenantId, integrationId }: Place,
  config: unknown,
  sealed: unknown,
  { open, now }: Pick<TellerDeps, 'now'> & Pick<Sealer, 'open'>,
): Promise<OpenedContext<T> | undefined> {
  if (typeof sealed !== 'string') return undefined;
  const schemas = INTEGRATION_TYPES[type];
  return {
    config: schemas.config.parse(config) as ConfigOf<T>,
    credentials: schemas.credentials.parse(await open(tenantId, integrationId, sealed)) as CredentialsOf<T>,
    now,
  };
}
