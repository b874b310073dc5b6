// The `events` function of the webhooks domain.
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createWebhookRepo } from '../../entities/webhooks/webhook.repo.ts';
import { eventHandler } from '../_kit/bus/bus-event.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { consumers } from './consumers.ts';
import { manifest } from './manifest.ts';

const table = connectTable(readEnvironment(manifest.lambdas.events.environment).TABLE_NAME);

const deps = { webhooks: createWebhookRepo(table), commit: createCommit(table), now: Date.now };

export const handler = eventHandler(consumers, deps, createTenantPresence(table));
