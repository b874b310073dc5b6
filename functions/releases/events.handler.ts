// The `events` function of the releases domain.
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createReleaseRemainsRepo } from '../../entities/releases/removal/release-remains.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { logger } from '../_kit/logger.ts';
import { connectTable } from '../_kit/table.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { createTimeLeft } from '../_kit/workflow/time-left.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';
import { connectChat, connectOutside } from './outside/connect-outside.ts';

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
  start: createStart(manifest.lambdas.events),
  tokens: createTokenAnswerer(),
};

export const handler = time.measure(eventHandler(consumers, deps, createTenantPresence(table)));
