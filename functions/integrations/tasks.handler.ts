// The `tasks` function of the integrations domain: tasks of the integration-check state machine.
import { KMSClient } from '@aws-sdk/client-kms';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { mailRulesOf } from '../../entities/tenants/mail/mail.repo.ts';
import { verifierFor } from '../_adapters/clients.ts';
import { connectMailer } from '../_kit/outbound/mailer.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { checkIntegration } from './tasks/check-integration.ts';
import type { CheckDeps } from './tasks/leg.ts';
import { recordNoAnswer } from './tasks/record-no-answer.ts';
import { createVerification } from './verification/verification.ts';

export const tasks: Tasks<typeof manifest, CheckDeps> = { checkIntegration, recordNoAnswer };

export const handler = tasksOf(manifest, tasks, ({ environment, table, save, now }) => ({
  integrations: createIntegrationRepo(table),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
  verification: createVerification({
    ...{ verifierFor, send: connectMailer(), now },
    outbound: createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS }),
  }),
  mailRules: mailRulesOf(table),
  environments: createEnvironmentRepo(table),
  save,
  now,
}));
