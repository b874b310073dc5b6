// The integrations domain's consumers behind their queues.
import { createIntegrationUseRepo } from '../../entities/integrations/integration-use.repo.ts';
import { ReleaseCreated, ReleaseUpdated } from '../../entities/releases/events.ts';
import { eventHandler } from '../_kit/bus-event.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { onReleaseCreated } from './on/release-created.ts';
import { onReleaseUpdated } from './on/release-updated.ts';

const environment = readEnvironment(manifest.lambdas.events.environment);
const uses = createIntegrationUseRepo(connectTable(environment.TABLE_NAME));

export const handler = eventHandler(
  { events: { [ReleaseCreated.type]: onReleaseCreated, [ReleaseUpdated.type]: onReleaseUpdated } },
  { uses },
);
