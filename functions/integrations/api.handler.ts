// The `api` function of the integrations domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { mailRulesOf } from '../../entities/tenants/mail/mail.repo.ts';
import { createPatientOutbound } from '../_adapters/_client/patient-outbound.ts';
import type { StoredContext } from '../_adapters/clients.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { connectMailer } from '../_kit/outbound/mailer.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createAssertEncrypted } from '../_kit/outbound/plain-http.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createUsersOf } from './changes/users.ts';
import type { IntegrationsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createIntegration } from './ops/create-integration.ts';
import { deleteIntegration } from './ops/delete-integration.ts';
import { getIntegration } from './ops/get-integration.ts';
import { listAllIntegrations } from './ops/list-all-integrations.ts';
import { listIntegrations } from './ops/list-integrations.ts';
import { updateIntegration } from './ops/update-integration.ts';
import { verifyIntegration } from './ops/verify-integration.ts';
import { createVerification } from './verification/verification.ts';

export const operations: Operations<typeof manifest, IntegrationsDeps> = {
  createIntegration,
  listIntegrations,
  listAllIntegrations,
  getIntegration,
  updateIntegration,
  deleteIntegration,
  verifyIntegration,
};

/** The time-out of each call. The whole verification has a deadline of its own, because a person waits for it. */
const PATIENCE_MS = 6_000;

/** The clients of all services are loaded with the first verification: the other requests do not wait for them. */
const verifierFor = async (type: IntegrationType, context: StoredContext) =>
  (await import('../_adapters/clients.ts')).verifierFor(type, context);

export const handler = apiOf(manifest, operations, ({ environment, table, now }) => {
  const once = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  const outbound = createPatientOutbound(once, { patienceMs: PATIENCE_MS });
  return {
    integrations: createIntegrationRepo(table),
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    verification: createVerification({ verifierFor, outbound, send: connectMailer(), now }),
    assertEncrypted: createAssertEncrypted(environment.ALLOWED_OUTBOUND_HOSTS),
    mailRules: mailRulesOf(table),
    environments: createEnvironmentRepo(table),
    components: createComponentRepo(table),
    usersOf: createUsersOf({ uses: createIntegrationUseRepo(table), names: createReleaseNamesRepo(table) }),
  };
});
