// The `events` function of the releases domain.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/integration-use.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createReleaseRemainsRepo } from '../../entities/releases/release-remains.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createTenantPresence } from '../../entities/tenants/tenant-presence.repo.ts';
import { eventHandler } from '../_kit/bus-event.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { logger } from '../_kit/logger.ts';
import { connectTable } from '../_kit/table.ts';
import { createTimeLeft } from '../_kit/time-left.ts';
import { connectChat, connectOutside } from './connect-outside.ts';
import { consumers } from './consumers.ts';
import { createEventWorkflows } from './lifecycle-client.ts';
import { manifest } from './manifest.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);
logger.appendPersistentKeys({ stage: environment.STAGE });
const table = connectTable(environment.TABLE_NAME);
const integrations = createIntegrationRepo(table);
const time = createTimeLeft();

const deps = {
  releases: createReleaseRepo(table),
  integrations,
  // The queue asks again later; a consumer has half a minute.
  outside: connectOutside(environment, integrations, 20_000, time),
  tenants: createTenantRepo(table),
  answerInPrivate: connectChat(environment),
  uses: createIntegrationUseRepo(table),
  remains: createReleaseRemainsRepo(table),
  commit: createCommit(table),
  now: Date.now,
  ...createEventWorkflows(new SFNClient({}), environment.RELEASE_LIFECYCLE_ARN, environment.RELEASE_DEADLINE_ARN),
};

export const handler = time.measure(eventHandler(consumers, deps, createTenantPresence(table)));
