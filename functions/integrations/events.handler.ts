// The `events` function of the integrations domain.
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { CHECKING_EVENTS, manifest } from './manifest.ts';
import { type IntegrationChangedDeps, onIntegrationChanged } from './on/integration-changed.ts';

export const consumers: Consumers<IntegrationChangedDeps> = {
  events: Object.fromEntries(CHECKING_EVENTS.map((event) => [event.type, onIntegrationChanged])),
};

export const handler = eventsOf(manifest, consumers, ({ table }) => ({
  integrations: createIntegrationRepo(table),
  start: createStart(manifest.lambdas.events),
}));
