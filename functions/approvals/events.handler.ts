// The `events` function of the approvals domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createAnswerInPrivate } from '../_adapters/slack/response-url.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { connectTable } from '../_kit/table.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);
const table = connectTable(environment.TABLE_NAME);

const deps = {
  approvals: createApprovalRepo(table),
  integrations: createIntegrationRepo(table),
  releases: createReleaseRepo(table),
  tenants: createTenantRepo(table),
  commit: createCommit(table),
  now: Date.now,
  answerInPrivate: createAnswerInPrivate(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS })),
};

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
