// The consumers of the releases domain, by the detail-types that its manifest subscribes to.
import { ApprovalDecided } from '../../entities/approvals/events.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { ReleaseCreated, ReleaseUpdated, RolloutRequested } from '../../entities/releases/events.ts';
import type { Consumers } from '../_kit/bus-event.ts';
import { ENDING_EVENTS, WAKING_EVENTS } from './manifest.ts';
import { onApprovalDecided } from './on/approval-decided.ts';
import { onCiEvent } from './on/ci-event.ts';
import { onIntegrationDeleted } from './on/integration-deleted.ts';
import { type EventsDeps, onReleaseChanged } from './on/release-changed.ts';
import { onReleaseCreated } from './on/release-created.ts';
import { onReleaseEnded } from './on/release-ended.ts';
import { onReleaseUpdated } from './on/release-updated.ts';
import { onRolloutRequested } from './on/rollout-requested.ts';

export const consumers: Consumers<EventsDeps> = {
  events: {
    ...Object.fromEntries(WAKING_EVENTS.map((event) => [event.type, onReleaseChanged])),
    ...Object.fromEntries(ENDING_EVENTS.map((event) => [event.type, onReleaseEnded])),
    [ReleaseCreated.type]: onReleaseCreated,
    [ReleaseUpdated.type]: onReleaseUpdated,
    [RolloutRequested.type]: onRolloutRequested,
    [ApprovalDecided.type]: onApprovalDecided,
    [IntegrationDeleted.type]: onIntegrationDeleted,
  },
  ci: onCiEvent,
};
