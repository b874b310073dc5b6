// Everything that comes from outside, by what it is about: pushes, what stores say, or else builds.
import type { BusEvent, Consumer } from '../../_kit/bus-event.ts';
import { onCiBuild } from './ci-build.ts';
import { isPush, onCiPush } from './ci-push.ts';
import type { EventsDeps } from './release-changed.ts';
import { onStoreEvent } from './store-event.ts';

const STORE_EVENT = 'ci.app-store appStoreVersionAppVersionStateUpdated';

function consumerOf(event: BusEvent): Consumer<EventsDeps> {
  if (`${event.source} ${event['detail-type']}` === STORE_EVENT) return onStoreEvent;
  return isPush(event) ? onCiPush : onCiBuild;
}

export const onCiEvent = (event: BusEvent, deps: EventsDeps): Promise<void> => consumerOf(event)(event, deps);
