// The integrations domain's consumers behind their queue.
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';

const spec = manifest.lambdas.events;
const table = connectTable(readEnvironment(spec.environment).TABLE_NAME);
const deps = { integrations: createIntegrationRepo(table), start: createStart(spec) };

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
