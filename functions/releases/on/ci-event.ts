// Everything that comes from outside, by what it is about: pushes, what stores say, or else builds.
import type { BusEvent, Consumer } from '../../_kit/bus-event.ts';
import { onCiBuild } from './ci-build.ts';
import { onCiPush } from './ci-push.ts';
import type { EventsDeps } from './release-changed.ts';
import { onStoreEvent } from './store-event.ts';

const CONSUMERS: Readonly<Record<string, Consumer<EventsDeps>>> = {
  'ci.github push': onCiPush,
  'ci.app-store appStoreVersionAppVersionStateUpdated': onStoreEvent,
};

export const onCiEvent = (event: BusEvent, deps: EventsDeps): Promise<void> =>
  (CONSUMERS[`${event.source} ${event['detail-type']}`] ?? onCiBuild)(event, deps);
