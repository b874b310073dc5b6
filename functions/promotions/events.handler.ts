// The `events` function of the promotions domain: starts the executions of promotions, wakes those that wait for what has happened, and
// promotes automatically what was verified.
import { type Consumer, type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { promotionsDepsOf } from './bound.ts';
import type { PromotionEventsDeps } from './deps.ts';
import {
  AGENT_EVENTS,
  DEPLOYMENT_EVENTS,
  FREEING_EVENTS,
  manifest,
  OPINION_EVENTS,
  OWN_EVENTS,
  PLACE_EVENTS,
  RELEASE_EVENTS,
  WIDE_EVENTS,
} from './manifest.ts';
import { onDeploymentRolledBack } from './on/deployment-rolled-back.ts';
import { onDeploymentSucceeded } from './on/deployment-succeeded.ts';
import { onEnvironmentDeleted } from './on/environment-deleted.ts';
import { onOpinionChanged } from './on/opinion-changed.ts';
import { onPlaceChanged, onWorldChanged } from './on/place-changed.ts';
import { onPlaceFreed } from './on/place-freed.ts';
import { onPromotionChanged } from './on/promotion-changed.ts';
import { onPromotionRequested } from './on/promotion-requested.ts';
import { onReleaseChanged } from './on/release-changed.ts';
import { onStoreActionRequested } from './on/store-action-requested.ts';
import { onTargetPromotionRequested } from './on/target-promotion-requested.ts';

const each = (events: readonly { readonly type: string }[], consumer: Consumer<PromotionEventsDeps>) =>
  Object.fromEntries(events.map(({ type }) => [type, consumer]));

export const consumers: Consumers<PromotionEventsDeps> = {
  events: {
    PromotionRequested: onPromotionRequested,
    ...each(OWN_EVENTS, onPromotionChanged),
    ...each(FREEING_EVENTS, onPlaceFreed),
    ...each(OPINION_EVENTS, onOpinionChanged),
    ...each(PLACE_EVENTS, onPlaceChanged),
    ...each([...WIDE_EVENTS, ...AGENT_EVENTS], onWorldChanged),
    ...each([...DEPLOYMENT_EVENTS, ...RELEASE_EVENTS], onReleaseChanged),
    DeploymentSucceeded: onDeploymentSucceeded,
    DeploymentRolledBack: onDeploymentRolledBack,
    EnvironmentDeleted: onEnvironmentDeleted,
    TargetPromotionRequested: onTargetPromotionRequested,
    StoreActionRequested: onStoreActionRequested,
  },
};

export const handler = eventsOf(manifest, consumers, ({ table, save, now }) => ({
  ...promotionsDepsOf(table),
  tokens: createTokenAnswerer(),
  start: createStart(manifest.lambdas.events),
  save,
  now,
}));
