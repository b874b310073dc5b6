// The `tasks` function of the integrations domain: tasks of the integration-check state machine.
import { KMSClient } from '@aws-sdk/client-kms';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { mailRulesOf } from '../../entities/tenants/mail/mail.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { verifierFor } from '../_adapters/clients.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler, whileThere } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { tasks } from './tasks.ts';
import { sendMail } from './verification/send-mail.ts';
import { createVerification } from './verification/verification.ts';

const environment = readEnvironment(manifest.lambdas.tasks.environment);
const table = connectTable(environment.TABLE_NAME);
const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
const now = Date.now;

const deps = {
  integrations: createIntegrationRepo(table),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
  verification: createVerification({ verifierFor, outbound, send: sendMail, now }),
  mailRules: mailRulesOf(table),
  commit: createCommit(table),
  now,
};

export const handler = taskHandler(
  whileThere(tasks, createTenantPresence(table), async () => null),
  deps,
);
