// The versions of a service that users have from a store, newest first. A consumer of the news of stores writes it, so it lags behind the
// releases; it decides nothing.
import {
  boolean,
  defineEntity,
  type ItemOf,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../../../_base/table/entity.ts';
import { STORE_STATES } from '../../words.model.ts';
import { liveStoreKeys } from '../live.keys.ts';

export const liveStoreDefinition = defineEntity('liveStore', liveStoreKeys, {
  serviceId: text,
  /** The slug of the service. */
  service: text,
  /** The integration of the store. */
  targetIntegrationId: text,
  /** False once no user has a version any more. */
  isLive: boolean,
  recent: list(
    map({
      releaseId: text,
      releaseKey: text,
      version: text,
      state: oneOf(STORE_STATES),
      /** Of the users; undefined for all. */
      percentage: optional(number),
      /** When its first users got it. */
      since: text,
    }),
  ),
});

export type LiveStoreItem = ItemOf<typeof liveStoreDefinition>;
export type StoreVersion = LiveStoreItem['recent'][number];
