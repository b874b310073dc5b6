// The `events` function of the releases domain.
import { ApprovalDecided } from '../../entities/approvals/events.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { ReleaseActionRequested } from '../../entities/notifications/events.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import {
  BuildRefreshRequested,
  ReleaseCreated,
  ReleaseDeleted,
  ReleaseUpdated,
  RolloutRequested,
  StoreActionRequested,
} from '../../entities/releases/events.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createReleaseRemainsRepo } from '../../entities/releases/removal/release-remains.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { aboutOne } from '../_kit/bus/gone.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { ENDING_EVENTS, manifest, PROMOTION_EVENTS, WAKING_EVENTS } from './manifest.ts';
import { onApprovalDecided } from './on/approval-decided.ts';
import { onBuildRefreshRequested } from './on/build-refresh-requested.ts';
import { onCiEvent } from './on/ci-event.ts';
import { onIntegrationDeleted } from './on/integration-deleted.ts';
import { onPromotionChanged } from './on/promotion-changed.ts';
import { onReleaseActionRequested } from './on/release-action-requested.ts';
import { type EventsDeps, onReleaseChanged } from './on/release-changed.ts';
import { onReleaseCreated } from './on/release-created.ts';
import { onReleaseDeleted } from './on/release-deleted.ts';
import { onReleaseEnded } from './on/release-ended.ts';
import { onReleaseUpdated } from './on/release-updated.ts';
import { onRolloutRequested } from './on/rollout-requested.ts';
import { onStoreActionRequested } from './on/store-action-requested.ts';
import { connectChat, connectOutside } from './outside.ts';

export const consumers: Consumers<EventsDeps> = {
  events: {
    ...aboutOne<EventsDeps>('release', {
      ...Object.fromEntries(WAKING_EVENTS.map((event) => [event.type, onReleaseChanged])),
      ...Object.fromEntries(ENDING_EVENTS.map((event) => [event.type, onReleaseEnded])),
      ...Object.fromEntries(PROMOTION_EVENTS.map((event) => [event.type, onPromotionChanged])),
      [ReleaseCreated.type]: onReleaseCreated,
      [ReleaseUpdated.type]: onReleaseUpdated,
      [BuildRefreshRequested.type]: onBuildRefreshRequested,
      [ReleaseActionRequested.type]: onReleaseActionRequested,
      [RolloutRequested.type]: onRolloutRequested,
      [StoreActionRequested.type]: onStoreActionRequested,
      [ApprovalDecided.type]: onApprovalDecided,
    }),
    [ReleaseDeleted.type]: onReleaseDeleted,
    [IntegrationDeleted.type]: onIntegrationDeleted,
  },
  ci: onCiEvent,
};

/** The time for the attempts of one call; a consumer has half a minute, and the queue retries it. */
const PATIENCE_MS = 20_000;

export const handler = eventsOf(manifest, consumers, ({ environment, table, save, now, leftMs }) => {
  const integrations = createIntegrationRepo(table);
  return {
    releases: createReleaseRepo(table),
    integrations,
    outside: connectOutside(environment, integrations, PATIENCE_MS, leftMs, table),
    people: createPeopleRepo(table),
    answerInPrivate: connectChat(environment),
    uses: createIntegrationUseRepo(table),
    remains: createReleaseRemainsRepo(table),
    save,
    now,
    start: createStart(manifest.lambdas.events),
    tokens: createTokenAnswerer(),
  };
});
