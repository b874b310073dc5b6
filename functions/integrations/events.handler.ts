// The integrations domain's consumers behind their queue.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';
import { createCheckStarter } from './verification/check-starter.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);

const table = connectTable(environment.TABLE_NAME);
const deps = {
  integrations: createIntegrationRepo(table),
  starter: createCheckStarter(new SFNClient({}), environment.INTEGRATION_CHECK_ARN),
};

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
