// The `events` function of the trains domain.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';
import { createTrainStarter } from './train-starter.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);

const table = connectTable(environment.TABLE_NAME);
const deps = {
  trains: createTrainRepo(table),
  starter: createTrainStarter(new SFNClient({}), environment.RELEASE_TRAIN_ARN),
};

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
