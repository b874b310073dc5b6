// The API of the integrations domain: environment, table, key and outside world bound to its operations. Loaded by
// api.handler.ts.
import { KMSClient } from '@aws-sdk/client-kms';
import { createIdempotencyRepo } from '../../entities/idempotency/idempotency.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { mailRulesOf } from '../../entities/tenants/mail/mail.repo.ts';
import { createPatientOutbound } from '../_adapters/_client/patient-outbound.ts';
import { verifierFor } from '../_adapters/clients.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createAssertEncrypted } from '../_kit/outbound/plain-http.ts';
import { createSealer } from '../_kit/sealer.ts';
import { connectTable } from '../_kit/table.ts';
import { createUsersOf } from './changes/users.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';
import { sendMail } from './verification/send-mail.ts';
import { createVerification } from './verification/verification.ts';

const environment = readEnvironment(manifest.lambdas.api.environment);
const table = connectTable(environment.TABLE_NAME);
/** Of each call; the whole verification has a deadline of its own, as whoever asked for it waits. */
const PATIENCE_MS = 6_000;
const once = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
const outbound = createPatientOutbound(once, { patienceMs: PATIENCE_MS });
const now = Date.now;

export const handler = httpHandler(
  manifest,
  operations,
  { now, commit: createCommit(table), idempotency: createIdempotencyRepo(table) },
  {
    integrations: createIntegrationRepo(table),
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    verification: createVerification({ verifierFor, outbound, send: sendMail, now }),
    assertEncrypted: createAssertEncrypted(environment.ALLOWED_OUTBOUND_HOSTS),
    mailRules: mailRulesOf(table),
    usersOf: createUsersOf({ uses: createIntegrationUseRepo(table), names: createReleaseNamesRepo(table) }),
  },
);
