// The outside as a function reaches it: with the credential key and the hosts of its environment, and with patience.
import { KMSClient } from '@aws-sdk/client-kms';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPatientOutbound } from '../_adapters/patient-outbound.ts';
import { createOutbound } from '../_kit/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createOutside, type Outside } from './outside.ts';

interface Environment {
  readonly CREDENTIAL_KEY_ID: string;
  readonly ALLOWED_OUTBOUND_HOSTS: Parameters<typeof createOutbound>[0]['allowedHosts'];
}

/** `patienceMs` is for all calls to a failing service, and less than the function's timeout. */
export function connectOutside(environment: Environment, integrations: IntegrationRepo, patienceMs: number): Outside {
  return createOutside({
    integrations,
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    outbound: createPatientOutbound(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS }), {
      patienceMs,
    }),
    now: Date.now,
  });
}
