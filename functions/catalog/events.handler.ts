// The `events` function of the catalog domain: reads registries, removes the versions of deleted components, and clears deleted owners.
import { KMSClient } from '@aws-sdk/client-kms';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { ComponentDeleted, ComponentRefreshRequested } from '../../entities/catalog/events.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { TeamDeleted, UserRemoved } from '../../entities/people/events.ts';
import { createPatientOutbound } from '../_adapters/_client/patient-outbound.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createRegistryOf } from './components/registry-of.ts';
import type { CatalogEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onComponentDeleted } from './on/component-deleted.ts';
import { onComponentRefreshRequested } from './on/component-refresh-requested.ts';
import { onImagePushed } from './on/image-pushed.ts';
import { onTeamDeleted, onUserRemoved } from './on/owner-removed.ts';

export const consumers: Consumers<CatalogEventsDeps> = {
  events: {
    [ComponentDeleted.type]: onComponentDeleted,
    [UserRemoved.type]: onUserRemoved,
    [TeamDeleted.type]: onTeamDeleted,
    [ComponentRefreshRequested.type]: onComponentRefreshRequested,
  },
  ci: onImagePushed,
};

/** The time in which attempts of one call to a registry may begin, and what is kept for the transaction after it. */
const PATIENCE_MS = 15_000;
const SAVING_MS = 3_000;

export const handler = eventsOf(manifest, consumers, ({ environment, table, save, now, leftMs }) => {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return {
    services: createServiceRepo(table),
    components: createComponentRepo(table),
    registryOf: createRegistryOf({
      integrations: createIntegrationRepo(table),
      sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
      outbound: createPatientOutbound(outbound, { patienceMs: PATIENCE_MS, leftMs: () => leftMs() - SAVING_MS }),
      now,
    }),
    save,
    now,
  };
});
