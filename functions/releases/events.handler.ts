// The `events` function of the releases domain.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/integration-use.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createReleaseRemainsRepo } from '../../entities/releases/release-remains.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createTenantPresence } from '../../entities/tenants/tenant-presence.repo.ts';
import { createAnswerInPrivate } from '../_adapters/slack/response-url.ts';
import { eventHandler } from '../_kit/bus-event.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { logger } from '../_kit/logger.ts';
import { createOutbound } from '../_kit/outbound.ts';
import { connectTable } from '../_kit/table.ts';
import { createTimeLeft } from '../_kit/time-left.ts';
import { connectOutside } from './connect-outside.ts';
import { consumers } from './consumers.ts';
import { createDeadlineStarter, createLifecycleStarter, createTokenAnswerer } from './lifecycle-client.ts';
import { manifest } from './manifest.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);
logger.appendPersistentKeys({ stage: environment.STAGE });
const table = connectTable(environment.TABLE_NAME);
const integrations = createIntegrationRepo(table);
const sfn = new SFNClient({});
const time = createTimeLeft();

const deps = {
  releases: createReleaseRepo(table),
  integrations,
  // The queue asks again later; a consumer has half a minute.
  outside: connectOutside(environment, integrations, 20_000, time),
  tenants: createTenantRepo(table),
  answerInPrivate: createAnswerInPrivate(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS })),
  uses: createIntegrationUseRepo(table),
  remains: createReleaseRemainsRepo(table),
  commit: createCommit(table),
  now: Date.now,
  tokens: createTokenAnswerer(sfn),
  lifecycle: createLifecycleStarter(sfn, environment.RELEASE_LIFECYCLE_ARN),
  deadlines: createDeadlineStarter(sfn, environment.RELEASE_DEADLINE_ARN),
};

export const handler = time.measure(eventHandler(consumers, deps, createTenantPresence(table)));
