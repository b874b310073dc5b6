// The consumers of the releases domain, by the detail-types that its manifest subscribes to. Events about a release
// that was deleted meanwhile change nothing.
import { ApprovalDecided } from '../../entities/approvals/events.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { ReleaseActionRequested } from '../../entities/notifications/events.ts';
import {
  BuildRefreshRequested,
  ReleaseCreated,
  ReleaseDeleted,
  ReleaseUpdated,
  RolloutRequested,
  StoreActionRequested,
} from '../../entities/releases/events.ts';
import type { Consumer, Consumers } from '../_kit/bus/bus-event.ts';
import { unlessGone } from '../_kit/bus/gone.ts';
import { ENDING_EVENTS, WAKING_EVENTS } from './manifest.ts';
import { onApprovalDecided } from './on/approval-decided.ts';
import { onBuildRefreshRequested } from './on/build-refresh-requested.ts';
import { onCiEvent } from './on/ci-event.ts';
import { onIntegrationDeleted } from './on/integration-deleted.ts';
import { onReleaseActionRequested } from './on/release-action-requested.ts';
import { type EventsDeps, onReleaseChanged } from './on/release-changed.ts';
import { onReleaseCreated } from './on/release-created.ts';
import { onReleaseDeleted } from './on/release-deleted.ts';
import { onReleaseEnded } from './on/release-ended.ts';
import { onReleaseUpdated } from './on/release-updated.ts';
import { onRolloutRequested } from './on/rollout-requested.ts';
import { onStoreActionRequested } from './on/store-action-requested.ts';

/** Of an event that is about one release. */
const ofOne =
  (consumer: Consumer<EventsDeps>): Consumer<EventsDeps> =>
  (event, deps, delivery) =>
    unlessGone('release', consumer(event, deps, delivery));

export const consumers: Consumers<EventsDeps> = {
  events: {
    ...Object.fromEntries(WAKING_EVENTS.map((event) => [event.type, ofOne(onReleaseChanged)])),
    ...Object.fromEntries(ENDING_EVENTS.map((event) => [event.type, ofOne(onReleaseEnded)])),
    [ReleaseCreated.type]: ofOne(onReleaseCreated),
    [ReleaseUpdated.type]: ofOne(onReleaseUpdated),
    [ReleaseDeleted.type]: onReleaseDeleted,
    [BuildRefreshRequested.type]: ofOne(onBuildRefreshRequested),
    [ReleaseActionRequested.type]: ofOne(onReleaseActionRequested),
    [RolloutRequested.type]: ofOne(onRolloutRequested),
    [StoreActionRequested.type]: ofOne(onStoreActionRequested),
    [ApprovalDecided.type]: ofOne(onApprovalDecided),
    [IntegrationDeleted.type]: onIntegrationDeleted,
  },
  ci: onCiEvent,
};
