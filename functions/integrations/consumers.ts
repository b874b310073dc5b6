// The consumers of the integrations domain, by the detail-types that its manifest subscribes to.
import type { Consumers } from '../_kit/bus/bus-event.ts';
import { CHECKING_EVENTS } from './manifest.ts';
import { type IntegrationChangedDeps, onIntegrationChanged } from './on/integration-changed.ts';

export const consumers: Consumers<IntegrationChangedDeps> = {
  events: Object.fromEntries(CHECKING_EVENTS.map((event) => [event.type, onIntegrationChanged])),
};
