// The `events` function of the trains domain.
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';

const spec = manifest.lambdas.events;
const table = connectTable(readEnvironment(spec.environment).TABLE_NAME);
const deps = { trains: createTrainRepo(table), start: createStart(spec) };

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
