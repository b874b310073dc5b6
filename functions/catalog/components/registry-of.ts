// The client of a component's registry, with the credentials of its integration.
import type { ComponentItem } from '../../../entities/catalog/components/component.entity.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { ociRegistry } from '../../../entities/integrations/types/registries/oci-registry.ts';
import type { Outbound, RegistryClient } from '../../_adapters/adapter.ts';
import { createOciRegistryClient } from '../../_adapters/oci-registry/oci-registry-client.ts';
import type { Sealer } from '../../_kit/sealer.ts';

interface Options {
  readonly integrations: Pick<IntegrationRepo, 'get' | 'getSecret'>;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly outbound: Outbound;
  readonly now: () => number;
}

export type RegistryOf = (component: ComponentItem) => Promise<RegistryClient>;

/** Throws `integration.not_found` for a component without a registry, or with one that is switched off. */
export const createRegistryOf =
  ({ integrations, sealer, outbound, now }: Options): RegistryOf =>
  async ({ tenantId, registryIntegrationId: integrationId = '' }) => {
    const [item, sealed] = await Promise.all([
      integrations.get(tenantId, { kind: 'REGISTRY', integrationId }),
      integrations.getSecret(tenantId, integrationId),
    ]);
    if (!item?.isActive || sealed === undefined) throw integrationErrors.not_found();
    return createOciRegistryClient({
      config: ociRegistry.config.parse(item.config),
      credentials: ociRegistry.credentials.parse(await sealer.open(tenantId, integrationId, sealed)),
      outbound,
      now,
    });
  };
