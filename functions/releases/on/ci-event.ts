// Everything that comes from outside, by what it is about: pushes, what stores say, or else builds. A payload that cannot be read
// is counted and changes nothing: no sender fills the dead letters of all.
import type { BusEvent, Consumer } from '../../_kit/bus/bus-event.ts';
import { outsideDetail } from '../reports/ci-event.ts';
import { readAppStoreVersion } from '../reports/readers/app-store-version.ts';
import { countUnmatched, readOrCount } from '../reports/unmatched.ts';
import { onCiBuild } from './ci-build.ts';
import { isPush, onCiPush } from './ci-push.ts';
import type { EventsDeps } from './release-changed.ts';
import { onStoreEvent } from './store-event.ts';

const STORE_EVENT = 'ci.app-store appStoreVersionAppVersionStateUpdated';

/** A version is known by the integration that tells of it. */
async function onStore(event: BusEvent, deps: EventsDeps): Promise<void> {
  const { integrationId, payload } = outsideDetail.parse(event.detail);
  if (!readOrCount(event, () => readAppStoreVersion(payload))) return;
  if (integrationId === undefined) countUnmatched(event);
  else await onStoreEvent(event, deps);
}

function consumerOf(event: BusEvent): Consumer<EventsDeps> {
  if (`${event.source} ${event['detail-type']}` === STORE_EVENT) return onStore;
  return isPush(event) ? onCiPush : onCiBuild;
}

export const onCiEvent = (event: BusEvent, deps: EventsDeps): Promise<void> => consumerOf(event)(event, deps);
