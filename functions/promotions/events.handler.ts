// The `events` function of the promotions domain: starts the executions of promotions, and wakes those that wait for what has happened.
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { type Consumer, type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
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
import { onOpinionChanged } from './on/opinion-changed.ts';
import { onPlaceChanged, onWorldChanged } from './on/place-changed.ts';
import { onPlaceFreed } from './on/place-freed.ts';
import { onPromotionChanged } from './on/promotion-changed.ts';
import { onPromotionRequested } from './on/promotion-requested.ts';
import { onReleaseChanged } from './on/release-changed.ts';

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
  },
};

export const handler = eventsOf(manifest, consumers, ({ table, now }) => ({
  promotions: createPromotionRepo(table),
  tokens: createTokenAnswerer(),
  start: createStart(manifest.lambdas.events),
  now,
}));
