// The `tasks` function of the releases domain: the tasks of the release-lifecycle state machine.
import { KMSClient } from '@aws-sdk/client-kms';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPatientOutbound } from '../_adapters/patient-outbound.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createOutbound } from '../_kit/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/task.ts';
import { createTaskWorkflows } from './lifecycle-client.ts';
import { manifest } from './manifest.ts';
import { createOutside } from './outside.ts';
import { createPlanningSources } from './planning-sources.ts';
import { tasks } from './tasks.ts';

const environment = readEnvironment(manifest.lambdas.tasks.environment);
const table = connectTable(environment.TABLE_NAME);
const integrations = createIntegrationRepo(table);
const now = Date.now;

/** A task has a minute for all of its calls. */
const PATIENCE_MS = 20_000;

export const handler = taskHandler(tasks, {
  integrations,
  ...createPlanningSources(table),
  commit: createCommit(table),
  now,
  ...createTaskWorkflows(new SFNClient({}), environment.RELEASE_DEADLINE_ARN),
  outside: createOutside({
    integrations,
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    outbound: createPatientOutbound(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS }), {
      patienceMs: PATIENCE_MS,
    }),
    now,
  }),
});
